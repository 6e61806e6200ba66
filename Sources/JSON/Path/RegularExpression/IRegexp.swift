/// A regular expression in the interoperable subset of RFC 9485 (I-Regexp), over Unicode scalar values.
///
/// Matching takes time in proportion to the text times the size of the expression, whatever both are. Besides what the
/// RFC has, `^` and `$` outside of brackets stand for the start and the end of the text, as in every engine that RFC
/// 9485, section 5, maps expressions to.
package struct IRegexp: Sendable {
    /// The bound on the steps of an expression whose repetitions are written out.
    static var maximumSize: Int { 2000 }

    enum Failure: Error {
        /// It is not written as RFC 9485 wants it.
        case invalid
        /// It exceeds `maximumSize`.
        case tooLarge
    }

    /// One step of the automaton. Jumps are relative, so that repeated parts can be copied.
    enum Step {
        case scalar(Unicode.Scalar)
        case anyButNewline
        /// One of the scalars of the set at this position in `sets`.
        case set(Int)
        case start
        case end
        case jump(Int)
        /// Goes on at the next step and at another.
        case fork(Int)
        case accept
    }

    let steps: [Step]
    let sets: [ScalarSet]

    /// Compiles an expression given as UTF-8.
    init(_ expression: some Collection<UInt8>) throws(Failure) {
        // More than that many steps and ranges can take to write; it bounds the memory for parsing.
        if expression.count > 16 * Self.maximumSize { throw .tooLarge }
        var parser = IRegexpParser(expression)
        steps = try parser.parse()
        sets = parser.sets
    }

    /// Whether the expression matches the text from end to end, or else somewhere in it.
    func matches(_ text: UnsafeBufferPointer<UInt8>, entirely: Bool) -> Bool {
        var matcher = IRegexpMatcher(self)
        return matcher.run(over: text, entirely: entirely)
    }
}
