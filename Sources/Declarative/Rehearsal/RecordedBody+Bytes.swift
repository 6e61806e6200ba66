internal import JSON

extension RecordedBody {
    /// The form in which a body is written down: as JSON where it is an object or array and nothing is lost by that, as
    /// text where it is UTF-8. Nil for an empty one.
    init?(_ bytes: [UInt8]) {
        if bytes.isEmpty { return nil }
        if let value = Self.json(bytes) {
            self = .json(value)
        } else if let text = String(validating: bytes, as: UTF8.self) {
            self = .text(text)
        } else {
            self = .bytes(bytes)
        }
    }

    /// The body as it is sent.
    var bytes: [UInt8] {
        switch self {
        case .json(let value): Array(value.description.utf8)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }

    /// What the body is, where the header does not say.
    var contentType: String {
        switch self {
        case .json: "application/json"
        case .text: "text/plain; charset=utf-8"
        case .bytes: "application/octet-stream"
        }
    }

    /// The value of an object or array that has no key twice and reads the same when it is written again.
    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        guard let value = try? JSONValue.parse(PaddedBytes(bytes)), value.object != nil || value.array != nil,
            let again = try? JSONValue.parse(value.description), again == value
        else { return nil }
        return value
    }
}
