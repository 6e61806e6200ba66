internal import Connector
internal import HTTPClient
internal import JSON

extension HTTPRequest {
    /// The request as it is sent. Without credentials nothing secret is sent either: header fields that hold a known
    /// secret are left out, and otherwise marked so that no redirect carries them elsewhere.
    init(_ draft: RequestDraft, to url: HTTPURL, _ credentials: Credentials?, secrets: Secrets) {
        var url = url
        for parameter in credentials?.parameters ?? [] {
            url = url.replacing(query: parameter.name, with: parameter.text)
        }
        self.init(HTTPMethod(draft.method), url, body: draft.body?.bytes)
        for field in draft.headers {
            let header = HTTPHeader(
                field.name, field.text, isCredential: secrets.masked(field.text) != field.text)
            if credentials != nil || draft.carriesCredentials || !header.isCredential { headers.append(header) }
        }
        for field in credentials?.headers ?? [] {
            headers.remove(field.name)
            headers.append(HTTPHeader(field.name, field.text, isCredential: true))
        }
        if let type = draft.body?.contentType, headers["Content-Type"] == nil {
            headers.append(HTTPHeader("Content-Type", type))
        }
        mayBeRepeated = draft.isSafeToRepeat
        bodyIsCredential = draft.carriesCredentials
    }
}

extension HTTPMethod {
    init(_ method: RequestMethod) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        case .head: self = .head
        }
    }
}

extension RequestDraft.Body {
    /// The body as it is sent.
    var bytes: [UInt8] {
        switch self {
        case .json(let value): Array(value.description.utf8)
        case .form(let fields): Array(FormEncoding.encode(fields.map { ($0.name, $0.text) }).utf8)
        case .raw(let text): Array(text.utf8)
        }
    }

    /// What the body is, where the request does not say.
    var contentType: String {
        switch self {
        case .json: "application/json"
        case .form: "application/x-www-form-urlencoded"
        case .raw: "text/plain; charset=utf-8"
        }
    }
}
