package import JSON

extension YAMLNode {
    /// The value without its places. Recursion is bounded: no document is nested deeper than `maximumDepth`.
    package var jsonValue: JSONValue {
        switch content {
        case .scalar(let scalar):
            return scalar.value
        case .sequence(let elements):
            return .array(elements.map(\.jsonValue))
        case .mapping(let entries):
            var members = JSONObject()
            for entry in entries { members[entry.key] = entry.value.jsonValue }
            return .object(members)
        }
    }
}
