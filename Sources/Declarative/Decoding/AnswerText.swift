internal import Connector
internal import HTTPClient
internal import JSON
internal import Spelling

/// What can be told of a body from its beginning and its `Content-Type`.
struct AnswerText: Sendable {
    let url: HTTPURL
    /// Such as `text/html`, in lower case and without parameters.
    let mediaType: String?
    /// The first bytes, without white space and byte order mark before them.
    private(set) var beginning: [UInt8] = []

    private static let length = 80

    init(_ head: HTTPResponseHead) {
        url = head.url
        mediaType = head.headers["Content-Type"].map { type in
            let end = type.utf8.firstIndex { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: " ") }
            return String(type[..<(end ?? type.endIndex)]).lowercased()
        }
    }

    /// Notes the first piece of the body.
    mutating func begin(_ piece: UnsafeRawBufferPointer) {
        guard beginning.isEmpty else { return }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = piece.starts(with: mark) ? piece.dropFirst(mark.count) : piece[...]
        beginning = Array(text.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }.prefix(Self.length))
    }

    /// Whether it is a page for people.
    var isHTML: Bool {
        let start = String(decoding: beginning, as: UTF8.self).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return true }
        return mediaType == "text/html" && beginning.first == UInt8(ascii: "<")
    }

    /// Whether it says it is a JSON document, and begins like one.
    var isJSON: Bool {
        guard let mediaType, mediaType == "application/json" || mediaType.hasSuffix("+json") else { return false }
        return beginning.first == UInt8(ascii: "{") || beginning.first == UInt8(ascii: "[")
    }

    /// Whether it begins like XML.
    var isXML: Bool { beginning.first == UInt8(ascii: "<") && !isHTML }

    /// What is wrong when the body is something that the decoder would take for records, or for nonsense in its format.
    func unexpected(for decoder: RecordDecoder) -> Failure? {
        switch decoder {
        case .json: nil
        case .jsonLines: isHTML ? isPage(insteadOf: "JSON lines") : nil
        case .csv: isHTML ? isPage(insteadOf: "CSV") : isJSON ? isJSON(insteadOf: "CSV") : nil
        case .xml(let path):
            isHTML && path.first != "html" ? isPage(insteadOf: "XML") : isJSON ? isJSON(insteadOf: "XML") : nil
        }
    }

    /// What is wrong when there is a page for people instead of data.
    func isPage(insteadOf format: String) -> Failure {
        Failure(
            .data, "\(url.redacted) answered with an HTML page instead of \(format); it begins with `\(excerpt)`.",
            hint: "Servers do so at addresses they do not know, for logins and during maintenance."
                + " Check the connector's URL and the credentials.")
    }

    /// What is wrong when there is a JSON document instead of another format.
    func isJSON(insteadOf format: String) -> Failure {
        Failure(
            .data, "\(url.redacted) answered with JSON instead of \(format); it begins with `\(excerpt)`.",
            hint: "APIs report errors so. A rule of `error_handling` can tell them apart.")
    }

    private var excerpt: String { String(decoding: beginning, as: UTF8.self).shortened }
}
