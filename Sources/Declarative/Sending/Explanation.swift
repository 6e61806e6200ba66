internal import JSON

/// What the body of an answer in error says, in a few words for a person.
enum Explanation {
    /// Longer ones are cut.
    private static let longest = 200
    /// More of a body is not looked at.
    private static let mostRead = 64 << 10

    /// The message in a body: of a JSON document what stands in the usual members, of a page of HTML its title, of
    /// anything else the beginning. Nil where there is none.
    static func of(_ body: borrowing PaddedBytes) -> String? {
        if body.count <= mostRead, let document = try? JSONDocument.parse(body, duplicateKeys: .keep) {
            return of(document.root)
        }
        let text = body.withUnsafeBytes { String(decoding: $0.prefix(mostRead), as: UTF8.self) }
        if let start = text.firstIndex(where: { !$0.isWhitespace }), text[start] == "<" {
            return title(of: text).flatMap(cut)
        }
        return cut(text)
    }

    /// The message in a document.
    static func of(_ document: JSONView) -> String? {
        message(in: document) ?? cut(JSONValue(document).description)
    }

    /// The same, and nothing where there is no message.
    static func message(in document: JSONView) -> String? {
        message(in: document, depth: 0).flatMap(cut)
    }

    /// The usual members, the most telling first.
    private static let members = [
        "message", "error_description", "error_message", "errorMessage", "detail", "title", "error", "errors", "msg",
        "reason", "Message", "Error", "fault", "faultstring", "description",
    ]

    private static func message(in value: JSONView, depth: Int) -> String? {
        switch value.kind {
        case .string: return value.string.flatMap { $0.isEmpty ? nil : $0 }
        case .array where depth < 4: return value[0].flatMap { message(in: $0, depth: depth + 1) }
        case .object where depth < 4:
            let code = value["error"]?.string
            for name in members {
                guard let member = value[name], let found = message(in: member, depth: depth + 1) else { continue }
                // OAuth 2 names the error beside its description.
                if name != "error", let code, !code.isEmpty, code != found { return "\(code): \(found)" }
                return found
            }
            return nil
        default: return nil
        }
    }

    private static func title(of page: String) -> String? {
        let bytes = Array(page.utf8)
        let lowered = bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        guard let opening = lowered.place(of: "<title"),
            let start = lowered[opening...].firstIndex(of: UInt8(ascii: ">")),
            let end = lowered[start...].place(of: "</title")
        else { return nil }
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }

    /// The text on one line, cut to a length that fits a message.
    private static func cut(_ text: String) -> String? {
        let words = text.unicodeScalars.prefix(longest * 4).split {
            $0.properties.isWhitespace || $0.properties.generalCategory == .control
        }
        let line = words.map { String($0) }.joined(separator: " ")
        guard !line.isEmpty else { return nil }
        return line.count > longest ? line.prefix(longest) + "…" : line
    }
}
