internal import Connector
internal import HTTPClient
internal import JSON

extension HTTPRequest {
    /// The request as it is sent. Without credentials nothing secret is sent either: header fields and parameters that
    /// hold a known secret are left out, and a body that does is refused. Otherwise they are marked so that no redirect
    /// carries them elsewhere.
    init(
        _ draft: RequestDraft, to url: HTTPURL, _ credentials: Credentials?, secrets: Secrets
    ) throws(Failure) {
        let mayHoldSecrets = credentials != nil || draft.carriesCredentials
        let body = draft.body?.bytes
        let bodyIsSecret = body.map { secrets.areIn($0) } ?? false
        if bodyIsSecret, !mayHoldSecrets {
            throw Failure(
                .config, "the body of a request to \(url.host) holds a secret of the configuration",
                hint:
                    "hosts that may receive secrets are named by the definition: the base URL's, and `credential_hosts`"
            )
        }
        var url = mayHoldSecrets ? url : url.removing(secrets)
        for parameter in credentials?.parameters ?? [] {
            url = url.replacing(query: parameter.name, with: parameter.text)
        }
        self.init(HTTPMethod(draft.method), url, body: body)
        for field in draft.headers {
            let header = HTTPHeader(
                field.name, field.text, isCredential: secrets.masked(field.text) != field.text)
            if mayHoldSecrets || !header.isCredential { headers.append(header) }
        }
        for field in credentials?.headers ?? [] {
            headers.remove(field.name)
            headers.append(HTTPHeader(field.name, field.text, isCredential: true))
        }
        if let type = draft.body?.contentType, headers["Content-Type"] == nil {
            headers.append(HTTPHeader("Content-Type", type))
        }
        mayBeRepeated = draft.isSafeToRepeat
        bodyIsCredential = draft.carriesCredentials || bodyIsSecret
        answerIsCredential = draft.carriesCredentials
    }
}

extension Secrets {
    fileprivate func areIn(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return masked(text) != text
    }
}

extension HTTPURL {
    /// The address without those parameters that hold a secret. The others stay as they are written.
    fileprivate func removing(_ secrets: Secrets) -> HTTPURL {
        guard let query else { return self }
        let items = query.split(separator: "&", omittingEmptySubsequences: false)
        let kept = items.filter { item in
            FormEncoding.decode(String(item)).allSatisfy {
                secrets.masked($0.name) == $0.name && secrets.masked($0.value) == $0.value
            }
        }
        if kept.count == items.count { return self }
        var reference = URLReference(description)
        reference.query = kept.isEmpty ? nil : kept.joined(separator: "&")
        return (try? HTTPURL(reference.description)) ?? self
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
