internal import HTTPClient
internal import JSON

extension RecordedBody {
    /// Whether a request's body is this one. JSON is compared by its values, a form by its fields in any order; it may
    /// have been written down as a map.
    func matches(_ request: HTTPRequest, _ scrubbing: Scrubbing) -> Bool {
        let tokens = request.answerIsCredential
        guard let sent = RecordedBody(request.body ?? []) else { return bytes.isEmpty }
        let scrubbed = scrubbing.body(sent, tokens: tokens)
        let own = scrubbing.body(self, tokens: tokens)
        if own == scrubbed { return true }
        guard request.headers["Content-Type"]?.lowercased().hasPrefix(Self.form) == true,
            case .text(let text) = scrubbed
        else { return false }
        let fields = Self.sorted(
            FormEncoding.decode(text).map { RequestDraft.NamedText(name: $0.name, text: $0.value) })
        return Self.sorted(own.fields) == fields
    }

    private static let form = "application/x-www-form-urlencoded"

    private var fields: [RequestDraft.NamedText] {
        switch self {
        case .text(let text):
            FormEncoding.decode(text).map { RequestDraft.NamedText(name: $0.name, text: $0.value) }
        case .json(let value):
            (value.object ?? [:]).flatMap { member in
                (member.value.array ?? [member.value]).map {
                    RequestDraft.NamedText(name: member.key, text: $0.plainText)
                }
            }
        case .bytes: []
        }
    }

    private static func sorted(_ fields: [RequestDraft.NamedText]) -> [RequestDraft.NamedText] {
        fields.sorted { ($0.name, $0.text) < ($1.name, $1.text) }
    }
}
