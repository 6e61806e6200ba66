/// Turns the text of an expression into the steps of an automaton.
///
///     i-regexp   = branch *( "|" branch )
///     branch     = *( atom [quantifier] )
///     quantifier = "*" / "+" / "?" / "{" digits [ "," [digits] ] "}"
///     atom       = character / "." / "\" escape / "[" … "]" / "(" i-regexp ")"
struct IRegexpParser {
    private static var maximumDepth: Int { 64 }

    typealias Step = IRegexp.Step

    private(set) var sets: [ScalarSet] = []
    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    private var rangeCount = 0

    init(_ expression: some Collection<UInt8>) {
        scalars = Array(String(decoding: expression, as: UTF8.self).unicodeScalars)
    }

    mutating func parse() throws(IRegexp.Failure) -> [Step] {
        let steps = try parseAlternatives()
        if position < scalars.count { throw .invalid }
        return steps + [.accept]
    }

    var scalar: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func accept(_ expected: Unicode.Scalar) -> Bool {
        guard scalar == expected else { return false }
        position += 1
        return true
    }

    private mutating func parseAlternatives() throws(IRegexp.Failure) -> [Step] {
        var branches: [[Step]] = []
        repeat { branches.append(try parseBranch()) } while accept("|")
        // Every branch but the last is preceded by a fork to the next and followed by a jump behind the last.
        var size = branches.reduce(2 * (branches.count - 1)) { $0 + $1.count }
        if size > IRegexp.maximumSize { throw .tooLarge }
        var steps: [Step] = []
        for branch in branches.dropLast() {
            steps.append(.fork(branch.count + 2))
            steps += branch
            size -= branch.count + 1
            steps.append(.jump(size))
            size -= 1
        }
        return steps + branches[branches.count - 1]
    }

    private mutating func parseBranch() throws(IRegexp.Failure) -> [Step] {
        var steps: [Step] = []
        while let next = scalar, next != "|", next != ")" {
            let atom = try parseAtom()
            steps += try parseQuantifier(of: atom)
            if steps.count > IRegexp.maximumSize { throw .tooLarge }
        }
        return steps
    }

    private mutating func parseAtom() throws(IRegexp.Failure) -> [Step] {
        guard let first = scalar else { throw .invalid }
        position += 1
        switch first {
        case "(": return try parseGroup()
        case ".": return [.anyButNewline]
        case "^": return [.start]
        case "$": return [.end]
        case "\\":
            if let categories = try parseCategory() { return try [.set(add(ScalarSet(categories: categories)))] }
            return try [.scalar(parseEscape())]
        case "[": return try [.set(add(parseBrackets()))]
        case "*", "+", "?", ")", "]", "{", "}", "|": throw .invalid
        default: return [.scalar(first)]
        }
    }

    private mutating func parseGroup() throws(IRegexp.Failure) -> [Step] {
        depth += 1
        if depth > Self.maximumDepth { throw .tooLarge }
        let steps = try parseAlternatives()
        depth -= 1
        guard accept(")") else { throw .invalid }
        return steps
    }

    private mutating func add(_ set: ScalarSet) throws(IRegexp.Failure) -> Int {
        rangeCount += set.ranges.count
        if rangeCount > IRegexp.maximumSize { throw .tooLarge }
        sets.append(set)
        return sets.count - 1
    }
}

// Repetition.
extension IRegexpParser {
    private mutating func parseQuantifier(of atom: [Step]) throws(IRegexp.Failure) -> [Step] {
        if accept("*") { return try repeated(atom, from: 0, to: nil) }
        if accept("+") { return try repeated(atom, from: 1, to: nil) }
        if accept("?") { return try repeated(atom, from: 0, to: 1) }
        guard accept("{") else { return atom }
        let minimum = try parseCount()
        var maximum: Int? = minimum
        if accept(",") { maximum = scalar == "}" ? nil : try parseCount() }
        guard accept("}") else { throw .invalid }
        if let maximum, maximum < minimum { throw .invalid }
        return try repeated(atom, from: minimum, to: maximum)
    }

    private mutating func parseCount() throws(IRegexp.Failure) -> Int {
        let start = position
        var count = 0
        while let digit = scalar, ("0"..."9").contains(digit) {
            count = min(count * 10 + Int(digit.value - 0x30), IRegexp.maximumSize + 1)
            position += 1
        }
        if position == start { throw .invalid }
        return count
    }

    private func repeated(_ atom: [Step], from minimum: Int, to maximum: Int?) throws(IRegexp.Failure) -> [Step] {
        let size = (atom.count + 2) * (maximum ?? minimum + 1)
        if size > 2 * IRegexp.maximumSize { throw .tooLarge }
        var steps: [Step] = []
        for _ in 0..<minimum { steps += atom }
        if let maximum {
            let optional = [.fork(atom.count + 1)] + atom
            for _ in minimum..<maximum { steps += optional }
        } else {
            steps += [.fork(atom.count + 2)] + atom + [.jump(-(atom.count + 1))]
        }
        return steps
    }
}
