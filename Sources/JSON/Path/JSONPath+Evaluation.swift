extension JSONPath {
    /// Calls `body` with each value the path selects in a value, which is what `$` stands for, in the order of RFC 9535:
    /// arrays in order, objects in the order of the text. A value that is selected twice comes twice. Of members with
    /// the same key a name selects the first.
    ///
    /// Nothing is allocated, except for a slice that runs backwards, a filter that looks at numbers kept as digits, and
    /// match() and search().
    public func forEach<Failure: Error>(
        in value: JSONView, _ body: (JSONView) throws(Failure) -> Void
    ) throws(Failure) {
        var failure: Failure?
        value.withUnsafeNode { root in
            _ = forEachNode(in: root) { node in
                do throws(Failure) {
                    try body(value.view(of: node))
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        }
        if let failure { throw failure }
    }

    /// All values the path selects, in the order of `forEach`.
    public func nodes(in value: JSONView) -> [JSONView] {
        var views: [JSONView] = []
        forEach(in: value) { views.append($0) }
        return views
    }

    /// The first value the path selects; nil when there is none. Looks no further than that.
    public func first(in value: JSONView) -> JSONView? {
        value.withUnsafeNode { root in firstNode(in: root).map { value.view(of: $0) } }
    }

    /// `forEach` for hot loops: no ownership and no retain. `body` returns whether it wants more; so does this method,
    /// whose result is false when `body` has ended it.
    @discardableResult
    package func forEachNode(in root: UnsafeJSONNode, _ body: (UnsafeJSONNode) -> Bool) -> Bool {
        defer { extendLifetime(program) }
        return PathEvaluation(program: program, root: root).visit(program.main, from: root, body)
    }

    /// `first` for hot loops.
    package func firstNode(in root: UnsafeJSONNode) -> UnsafeJSONNode? {
        var first: UnsafeJSONNode?
        forEachNode(in: root) { node in
            first = node
            return false
        }
        return first
    }
}
