/// Collects the parts of a program while its text is parsed. Each `add` returns the position of what it added.
struct PathProgramBuilder: ~Copyable {
    private(set) var segments: [PathProgram.Segment] = []
    private(set) var selectors: [PathProgram.Selector] = []
    private(set) var queries: [PathProgram.Query] = []
    private(set) var conditions: [PathProgram.Condition] = []
    private(set) var operands: [PathProgram.Operand] = []
    private(set) var patterns: [IRegexp?] = []
    private var literals = TapeBuilder()

    mutating func add(_ segments: [PathProgram.Segment], isAbsolute: Bool) -> Int {
        let start = self.segments.count
        self.segments += segments
        queries.append(
            PathProgram.Query(
                segments: start..<self.segments.count, isAbsolute: isAbsolute,
                isSingular: segments.allSatisfy { isSingular($0) }))
        return queries.count - 1
    }

    private func isSingular(_ segment: PathProgram.Segment) -> Bool {
        if segment.isDescendant || segment.selectors.count != 1 { return false }
        return switch selectors[segment.selectors.lowerBound] {
        case .name, .index: true
        case .wildcard, .slice, .filter: false
        }
    }

    mutating func add(_ selectors: [PathProgram.Selector]) -> Range<Int> {
        let start = self.selectors.count
        self.selectors += selectors
        return start..<self.selectors.count
    }

    mutating func add(_ condition: PathProgram.Condition) -> Int {
        conditions.append(condition)
        return conditions.count - 1
    }

    mutating func add(_ operand: PathProgram.Operand) -> Int {
        operands.append(operand)
        return operands.count - 1
    }

    mutating func add(_ pattern: IRegexp?) -> Int {
        patterns.append(pattern)
        return patterns.count - 1
    }

    mutating func addLiteral(_ tag: JSONTag) -> Int {
        defer { literals.append(tag) }
        return literals.index
    }

    mutating func addLiteral(text: some Sequence<UInt8>) -> Int {
        defer { literals.append(.string) { strings in strings.append(contentsOf: text) } }
        return literals.index
    }

    mutating func addLiteral(number: UnsafeRawBufferPointer, isWhole: Bool) -> Int {
        defer { literals.appendNumber(number, isWhole: isWhole) }
        return literals.index
    }

    consuming func finishLiterals() -> JSONTape {
        literals.finish()
    }
}
