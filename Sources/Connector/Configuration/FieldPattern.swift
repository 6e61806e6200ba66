internal import JSON

extension ConfigurationField {
    /// What is wrong with a pattern; nil when nothing is.
    package static func fault(inPattern pattern: String) -> String? {
        IRegexp(patternCore(pattern)) == nil
            ? "`\(pattern)` is not a regular expression as RFC 9485 (I-Regexp) has them" : nil
    }

    /// Whether the pattern matches the whole of a text. One that is faulty matches nothing.
    static func isMatch(_ text: String, _ pattern: String) -> Bool {
        IRegexp(patternCore(pattern))?.matchesEntirely(text) ?? false
    }

    /// A pattern always covers the whole text, so the anchors that people write at its ends, which RFC 9485 does not have,
    /// are taken off.
    private static func patternCore(_ pattern: String) -> String {
        var core = pattern[...]
        if core.hasPrefix("^") { core.removeFirst() }
        if core.hasSuffix("$"), !core.hasSuffix("\\$") { core.removeLast() }
        return String(core)
    }
}
