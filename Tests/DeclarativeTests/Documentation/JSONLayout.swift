import JSON

extension JSONValue {
    /// The value over several lines: what fits a line stays on one.
    func laidOut(width: Int = 120, indent: Int = 0, reserved: Int = 0) -> String {
        let short = description
        if indent + reserved + short.count <= width { return short }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + $0.laidOut(width: width, indent: indent + 2, reserved: 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { member in
                let key = JSONValue.string(member.key).description + ": "
                return inner + key + member.value.laidOut(width: width, indent: indent + 2, reserved: key.count + 1)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return short
        }
    }
}
