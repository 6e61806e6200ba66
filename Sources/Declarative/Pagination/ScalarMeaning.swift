internal import JSON

extension JSONValue {
    /// Whether a value in an answer is this one. Where one of the two is a text, as everything in XML is, the other may
    /// be the number or boolean that it writes.
    func isMeant(by found: JSONView) -> Bool {
        let found = JSONValue(found)
        if self == found { return true }
        switch (self, found) {
        case (.string(let text), .bool), (.string(let text), .integer), (.string(let text), .unsigned),
            (.string(let text), .double):
            return text == found.description
        case (.bool, .string(let text)), (.integer, .string(let text)), (.unsigned, .string(let text)),
            (.double, .string(let text)):
            return text == description
        default: return false
        }
    }
}
