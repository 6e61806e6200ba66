internal import JSON

extension ConfigurationField {
    /// What is wrong with a pattern; nil when nothing is.
    package static func fault(inPattern pattern: String) -> String? {
        IRegexp(pattern) == nil ? "`\(pattern)` is not a regular expression as RFC 9485 (I-Regexp) has them" : nil
    }

    /// Whether the pattern matches the whole of a text. One that is faulty matches nothing.
    static func isMatch(_ text: String, _ pattern: String) -> Bool {
        IRegexp(pattern)?.matchesEntirely(text) ?? false
    }
}
