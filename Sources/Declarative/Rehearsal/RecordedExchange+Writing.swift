internal import Crypto
internal import JSON

extension RecordedExchange {
    /// The exchange as a line of a recording holds it; reading it yields the same exchange.
    var json: JSONValue {
        var request: JSONObject = ["method": .string(self.request.method), "url": .string(self.request.url)]
        Self.write(self.request.headers, self.request.body, to: &request)
        var response: JSONObject = ["status": .integer(Int64(self.response.status))]
        if let url = self.response.url { response["url"] = .string(url) }
        Self.write(self.response.headers, self.response.body, to: &response)
        return .object(["request": .object(request), "response": .object(response)])
    }

    private static func write(
        _ headers: [RequestDraft.NamedText], _ body: RecordedBody?, to object: inout JSONObject
    ) {
        var fields = JSONObject()
        for header in headers {
            switch fields[header.name] {
            case nil: fields[header.name] = .string(header.text)
            case .array(let values)?: fields[header.name] = .array(values + [.string(header.text)])
            case let value?: fields[header.name] = .array([value, .string(header.text)])
            }
        }
        if !fields.isEmpty { object["headers"] = .object(fields) }
        switch body {
        case .json(let value)?: object["body"] = value
        case .text(let text)?: object["body"] = .string(text)
        case .bytes(let bytes)?: object["body_base64"] = .string(Base64.standard.encode(bytes))
        case nil: break
        }
    }
}
