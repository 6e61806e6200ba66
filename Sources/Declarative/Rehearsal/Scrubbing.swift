internal import Connector
internal import HTTPClient
internal import JSON

/// Takes secrets out of exchanges before they are written down or compared.
struct Scrubbing: Sendable {
    let secrets: Secrets

    /// The exchange without secrets. In `tokens`, a request for credentials, nothing stays of texts, numbers and header
    /// fields but what says how the request went.
    func scrubbed(_ exchange: RecordedExchange, tokens: Bool) -> RecordedExchange {
        var exchange = exchange
        exchange.request.url = url(exchange.request.url)
        exchange.request.headers = headers(exchange.request.headers, tokens: tokens)
        exchange.request.body = exchange.request.body.map { body($0, tokens: tokens) }
        exchange.response.url = exchange.response.url.map(url)
        exchange.response.headers = headers(exchange.response.headers, tokens: tokens)
        exchange.response.body = exchange.response.body.map { body($0, tokens: tokens) }
        return exchange
    }

    /// A URL without the secrets in it, and without user and password.
    func url(_ text: String) -> String {
        var reference = URLReference(secrets.masked(text))
        if let authority = reference.authority, let at = authority.lastIndex(of: "@") {
            reference.authority = Secrets.mask + authority[at...]
        }
        return reference.description
    }

    /// A body without the secrets in it.
    func body(_ body: RecordedBody, tokens: Bool) -> RecordedBody {
        switch body {
        case .json(let value): .json(masked(value, tokens: tokens, name: nil))
        case .text(let text): tokens ? .text(form(text)) : .text(secrets.masked(text))
        // A secret in bytes that are no text is not there for anybody to read.
        case .bytes: tokens ? .text(Secrets.mask) : body
        }
    }

    private static let credentialHeaders: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key",
    ]

    /// Fields that are no token in any answer.
    private static let plainHeaders: Set<String> = ["content-type", "date"]

    private func headers(_ fields: [RequestDraft.NamedText], tokens: Bool) -> [RequestDraft.NamedText] {
        fields.map { field in
            let name = field.name.lowercased()
            let isCredential = tokens ? !Self.plainHeaders.contains(name) : Self.credentialHeaders.contains(name)
            return RequestDraft.NamedText(
                name: field.name, text: isCredential ? Secrets.mask : secrets.masked(field.text))
        }
    }

    /// Members that are tokens in anybody's answer.
    private static let tokenMembers: Set<String> = [
        "access_token", "refresh_token", "id_token", "client_secret", "password", "assertion",
    ]

    /// Members of a token's answer that are none.
    private static let plainMembers: Set<String> = [
        "token_type", "scope", "error", "error_description", "message", "grant_type", "client_id", "expires_in",
        "expires_at", "expires",
    ]

    private func masked(_ value: JSONValue, tokens: Bool, name: String?) -> JSONValue {
        switch value {
        case .string(let text):
            let isToken = tokens ? name.map { !Self.plainMembers.contains($0) } ?? true : false
            if isToken || name.map(Self.tokenMembers.contains) == true { return .string(Secrets.mask) }
            return .string(secrets.masked(text))
        case .array(let elements): return .array(elements.map { masked($0, tokens: tokens, name: name) })
        case .object(let members):
            var object = JSONObject()
            for member in members {
                object[secrets.masked(member.key)] = masked(
                    member.value, tokens: tokens, name: member.key.lowercased())
            }
            return .object(object)
        case .integer, .unsigned, .double, .digits:
            if tokens, name?.hasPrefix("expires") != true { return .string(Secrets.mask) }
            let text = value.description
            return secrets.masked(text) == text ? value : .string(Secrets.mask)
        case .null, .bool: return value
        }
    }

    /// A form, or some other text, of a token's request or answer.
    private func form(_ text: String) -> String {
        guard text.contains("="), !text.contains(where: \.isWhitespace) else { return Secrets.mask }
        return FormEncoding.decode(text).map { item in
            let isPlain = Self.plainMembers.contains(item.name.lowercased())
            let value = isPlain ? FormEncoding.encode(secrets.masked(item.value)) : Secrets.mask
            return "\(FormEncoding.encode(item.name))=\(value)"
        }.joined(separator: "&")
    }
}
