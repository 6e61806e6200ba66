/// One evaluation of a program over a document.
///
/// A visitor returns whether it wants more. So do all methods that take one.
struct PathEvaluation {
    typealias Visitor = (UnsafeJSONNode) -> Bool

    let program: PathProgram
    /// What `$` stands for.
    let root: UnsafeJSONNode

    /// Visits what a query selects, in the order of RFC 9535; `node` is what `@` stands for.
    @discardableResult
    func visit(_ query: Int, from node: UnsafeJSONNode, _ visitor: Visitor) -> Bool {
        let query = program.queries[query]
        return visit(query.segments, from: query.isAbsolute ? root : node, visitor)
    }

    /// Single names and indexes are followed in a loop; the rest recurses once for each segment, not for each level of
    /// the document.
    private func visit(_ segments: Range<Int>, from start: UnsafeJSONNode, _ visitor: Visitor) -> Bool {
        var node = start
        for position in segments {
            let segment = program.segments[position]
            let rest = position + 1..<segments.upperBound
            if segment.isDescendant { return visitDescendants(of: node, segment, rest, visitor) }
            guard segment.selectors.count == 1 else { return visitChoices(of: node, segment, rest, visitor) }
            switch program.selectors[segment.selectors.lowerBound] {
            case .name(let name):
                guard let member = member(of: node, name) else { return true }
                node = member
            case .index(let index):
                guard let element = element(of: node, index) else { return true }
                node = element
            case let selector:
                return visitChildren(of: node, selector, rest, visitor)
            }
        }
        return visitor(node)
    }

    private func visitChoices(
        of node: UnsafeJSONNode, _ segment: PathProgram.Segment, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        for selector in segment.selectors {
            if !visitChildren(of: node, program.selectors[selector], rest, visitor) { return false }
        }
        return true
    }

    private func visitChildren(
        of node: UnsafeJSONNode, _ selector: PathProgram.Selector, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        switch selector {
        case .name(let name):
            return member(of: node, name).map { visit(rest, from: $0, visitor) } ?? true
        case .index(let index):
            return element(of: node, index).map { visit(rest, from: $0, visitor) } ?? true
        case .wildcard:
            for child in ChildNodes(of: node) where !visit(rest, from: child, visitor) { return false }
            return true
        case .slice(let slice):
            return visitSlice(slice, of: node, rest, visitor)
        case .filter(let condition):
            for child in ChildNodes(of: node) where holds(condition, for: child) {
                if !visit(rest, from: child, visitor) { return false }
            }
            return true
        }
    }

    /// The tape holds everything inside a value in one run, a value before what is inside it.
    private func visitDescendants(
        of node: UnsafeJSONNode, _ segment: PathProgram.Segment, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        var current = node
        let end = node.endIndex
        while current.index < end {
            let tag = current.tag
            if tag == .array || tag == .object {
                if !visitChoices(of: current, segment, rest, visitor) { return false }
                current = current.first
            } else {
                current = current.next
            }
        }
        return true
    }
}

// Members and elements.
extension PathEvaluation {
    /// Compares keys by their first word before it calls for their bytes: 46 ns instead of 62 for `customer.address.city`.
    private func member(of node: UnsafeJSONNode, _ name: Int) -> UnsafeJSONNode? {
        guard node.tag == .object else { return nil }
        let name = program.literal(name)
        let (prefix, text) = (name.textPrefix, UnsafeRawBufferPointer(name.utf8))
        var key = node.first
        while key.tag != .objectEnd {
            let value = key.at(key.index &+ 1)
            if key.textPrefix == prefix, key.hasText(text) { return value }
            key = value.next
        }
        return nil
    }

    private func element(of node: UnsafeJSONNode, _ index: Int) -> UnsafeJSONNode? {
        guard node.tag == .array else { return nil }
        let count = node.count
        let position = index < 0 ? count + index : index
        guard position >= 0, position < count else { return nil }
        var element = node.first
        for _ in 0..<position { element = element.next }
        return element
    }

    /// RFC 9535, section 2.3.4.2.
    private func visitSlice(
        _ slice: PathProgram.Slice, of node: UnsafeJSONNode, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        guard node.tag == .array, slice.step != 0 else { return true }
        let count = node.count
        func position(_ bound: Int, within limits: ClosedRange<Int>) -> Int {
            min(max(bound < 0 ? count + bound : bound, limits.lowerBound), limits.upperBound)
        }
        if slice.step > 0 {
            let start = position(slice.start ?? 0, within: 0...count)
            let end = position(slice.end ?? count, within: 0...count)
            return visitForwards(stride(from: start, to: end, by: slice.step), of: node, rest, visitor)
        }
        let start = position(slice.start ?? count - 1, within: -1...count - 1)
        let end = slice.end.map { position($0, within: -1...count - 1) } ?? -1
        return visitBackwards(stride(from: start, to: end, by: slice.step), of: node, rest, visitor)
    }

    private func visitForwards(
        _ positions: StrideTo<Int>, of array: UnsafeJSONNode, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        var element = array.first
        var reached = 0
        for position in positions {
            while reached < position {
                element = element.next
                reached += 1
            }
            if !visit(rest, from: element, visitor) { return false }
        }
        return true
    }

    /// The tape cannot be walked backwards, so the elements are noted on the way there.
    private func visitBackwards(
        _ positions: StrideTo<Int>, of array: UnsafeJSONNode, _ rest: Range<Int>, _ visitor: Visitor
    ) -> Bool {
        var iterator = positions.makeIterator()
        guard let last = iterator.next() else { return true }
        let elements = Array(ChildNodes(of: array).prefix(last + 1))
        for position in positions where !visit(rest, from: elements[position], visitor) { return false }
        return true
    }
}
