extension IRegexp {
    /// Compiles an expression; nil when it is none, or too large.
    package init?(_ expression: String) {
        do throws(Failure) { try self.init(Array(expression.utf8)) } catch { return nil }
    }

    /// Whether the expression matches the whole of a text.
    package func matchesEntirely(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches($0, entirely: true) }
    }
}
