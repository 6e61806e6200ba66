internal import JSON

/// Finds what an API says of an error where most APIs say it.
enum ErrorText {
    private static let longest = 300
    private static let names = [
        "message", "error_description", "error_message", "errorMessage", "detail", "description", "title", "reason",
        "error", "errors", "Message", "Error", "fault", "faultstring", "code",
    ]

    /// The text, on one line and not too long; nil when there is none.
    static func find(in body: JSONView?) -> String? {
        body.flatMap { find(in: $0, depth: 0) }
    }

    private static func find(in value: JSONView, depth: Int) -> String? {
        if depth > 4 { return nil }
        switch value.kind {
        case .string: return value.string.flatMap(onOneLine)
        case .array: return value[0].flatMap { find(in: $0, depth: depth + 1) }
        case .object:
            for name in names {
                if let text = value[name].flatMap({ find(in: $0, depth: depth + 1) }) { return text }
            }
            // XML has everything in an element of its own.
            return value.count == 1
                ? value.members.first { _ in true }.flatMap {
                    $0.value.kind == .object ? find(in: $0.value, depth: depth + 1) : nil
                }
                : nil
        case .null, .bool, .integer, .unsigned, .double, .digits: return nil
        }
    }

    private static func onOneLine(_ text: String) -> String? {
        let scalars = text.unicodeScalars.prefix(longest)
        let line = String(scalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        if line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) { return nil }
        return text.unicodeScalars.dropFirst(longest).isEmpty ? line : line + "…"
    }
}
