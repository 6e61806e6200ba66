/// A path as evaluation wants it: flat arrays of trivial values that refer to one another by position, so that walking
/// a document retains and allocates nothing.
///
/// Names and literals lie on a tape, where they have the form of the values they are compared with.
final class PathProgram: Sendable {
    let segments: [Segment]
    let selectors: [Selector]
    let queries: [Query]
    let conditions: [Condition]
    let operands: [Operand]
    /// The literal patterns of match() and search(); nil for one that is no I-Regexp, which matches nothing.
    let patterns: [IRegexp?]
    let literals: JSONTape
    /// The position in `queries` of the path itself.
    let main: Int

    init(_ builder: consuming PathProgramBuilder, main: Int) {
        segments = builder.segments
        selectors = builder.selectors
        queries = builder.queries
        conditions = builder.conditions
        operands = builder.operands
        patterns = builder.patterns
        self.main = main
        literals = builder.finishLiterals()
    }

    func literal(_ index: Int) -> UnsafeJSONNode {
        UnsafeJSONNode(words: literals.words, strings: literals.strings, index: index)
    }
}

extension PathProgram {
    /// A run of segments, applied to the document (`$`) or to the value a filter looks at (`@`).
    struct Query {
        let segments: Range<Int>
        let isAbsolute: Bool
        /// Whether it consists of single names and single indexes (RFC 9535, section 2.3.5.1, "singular query").
        let isSingular: Bool
    }

    /// Selectors that are applied to a value's children, or to those of the value and of everything inside it.
    struct Segment {
        let isDescendant: Bool
        let selectors: Range<Int>
    }

    enum Selector {
        /// The member with the name that lies at this place on the tape of literals.
        case name(Int)
        case wildcard
        /// An element, counted from the end when negative.
        case index(Int)
        case slice(Slice)
        /// The children for which a condition holds.
        case filter(condition: Int)
    }

    struct Slice {
        let start: Int?
        let end: Int?
        let step: Int
    }

    /// What a filter asks.
    enum Condition {
        case exists(query: Int)
        case comparison(left: Int, Comparison, right: Int)
        /// match(), where the pattern must cover the text entirely, or search().
        case matches(operand: Int, Pattern, entirely: Bool)
        case not(Int)
        case and(Int, Int)
        case or(Int, Int)
    }

    enum Comparison {
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
    }

    enum Pattern {
        case literal(Int)
        case operand(Int)
    }

    /// What yields one value, or nothing.
    enum Operand {
        case literal(Int)
        /// The value of a query that is singular.
        case query(Int)
        case length(of: Int)
        case count(query: Int)
        /// The value of a query that happens to select exactly one.
        case value(query: Int)
    }
}

extension PathProgram {
    /// The segments of the path itself.
    var mainSegments: ArraySlice<Segment> { segments[queries[main].segments] }

    /// The selector of a segment that has one and does not descend.
    func onlyChildSelector(of segment: Segment) -> Selector? {
        segment.isDescendant || segment.selectors.count != 1 ? nil : selectors[segment.selectors.lowerBound]
    }
}

extension PathProgram.Slice {
    /// Whether no array, however long, has two elements in the slice.
    var selectsAtMostOne: Bool {
        if step <= 0 { return step == 0 }
        let start = start ?? 0
        guard let end else { return start < 0 && -start <= step }
        return (start < 0) == (end < 0) && end - start <= step
    }
}
