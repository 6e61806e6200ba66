internal import Crypto
internal import JSON
internal import Spelling

extension RecordedExchange {
    /// What is wrong with an exchange that was written down.
    struct Fault: Error {
        var message: String
    }

    /// Reads what `json` wrote, or a person with the same members.
    init(_ json: JSONValue) throws(Fault) {
        let members = try Self.members(of: json, named: "an exchange", known: ["request", "response"])
        guard let request = members["request"] else { throw Fault(message: "`request` is missing") }
        guard let response = members["response"] else { throw Fault(message: "`response` is missing") }
        self.init(request: try Request(request), response: try Response(response))
    }

    fileprivate static func members(
        of json: JSONValue, named name: String, known: [String]
    ) throws(Fault) -> JSONObject {
        guard let members = json.object else { throw Fault(message: "\(name) is a map") }
        if let unknown = members.first(where: { !known.contains($0.key) }) {
            throw Fault(message: "\(name) has no `\(unknown.key)`; there are \(known.alternatives)")
        }
        return members
    }

    fileprivate static func headers(_ json: JSONValue?, of name: String) throws(Fault) -> [RequestDraft.NamedText] {
        guard let json, !json.isNull else { return [] }
        guard let fields = json.object else { throw Fault(message: "`\(name).headers` is a map of names to texts") }
        var headers: [RequestDraft.NamedText] = []
        for field in fields {
            for value in field.value.array ?? [field.value] {
                guard value.object == nil, value.array == nil, !value.isNull else {
                    throw Fault(message: "the header `\(field.key)` is a text, or a list of texts")
                }
                headers.append(RequestDraft.NamedText(name: field.key, text: value.plainText))
            }
        }
        return headers
    }

    fileprivate static func body(_ members: JSONObject, of name: String) throws(Fault) -> RecordedBody? {
        switch (members["body"], members["body_base64"]) {
        case (nil, nil), (.null?, nil): return nil
        case (let body?, nil):
            if body.object != nil || body.array != nil { return .json(body) }
            return .text(body.plainText)
        case (nil, .string(let text)?):
            guard let bytes = Base64.standard.decode(text) else {
                throw Fault(message: "`\(name).body_base64` is not base64")
            }
            return .bytes(bytes)
        case (nil, _?): throw Fault(message: "`\(name).body_base64` is a text")
        case (_?, _?): throw Fault(message: "`\(name)` has both `body` and `body_base64`")
        }
    }
}

extension RecordedExchange.Request {
    fileprivate init(_ json: JSONValue) throws(RecordedExchange.Fault) {
        var members: JSONObject = ["url": json]
        // A URL alone is what most requests are.
        if json.string == nil {
            members = try RecordedExchange.members(
                of: json, named: "`request`", known: ["method", "url", "headers", "body", "body_base64"])
        }
        guard let url = members["url"]?.string, !url.isEmpty else {
            throw RecordedExchange.Fault(message: "`request.url` is missing")
        }
        self.init(url: url)
        if let method = members["method"] {
            guard let name = method.string, !name.isEmpty else {
                throw RecordedExchange.Fault(message: "`request.method` is a text such as POST")
            }
            self.method = name.uppercased()
        }
        headers = try RecordedExchange.headers(members["headers"], of: "request")
        body = try RecordedExchange.body(members, of: "request")
    }
}

extension RecordedExchange.Response {
    fileprivate init(_ json: JSONValue) throws(RecordedExchange.Fault) {
        let members = try RecordedExchange.members(
            of: json, named: "`response`", known: ["status", "url", "headers", "body", "body_base64"])
        self.init()
        if let url = members["url"] {
            guard let text = url.string else { throw RecordedExchange.Fault(message: "`response.url` is a text") }
            self.url = text
        }
        if let status = members["status"] {
            guard let number = status.int64, (200...999).contains(number) else {
                throw RecordedExchange.Fault(message: "`response.status` is a number from 200 to 999")
            }
            self.status = Int(number)
        }
        headers = try RecordedExchange.headers(members["headers"], of: "response")
        body = try RecordedExchange.body(members, of: "response")
    }
}
