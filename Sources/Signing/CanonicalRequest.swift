/// A request written in the one way that both sides can write it.
struct CanonicalRequest {
    let text: String
    /// The names of the signed fields, in lower case and sorted, with semicolons between them.
    let signedNames: String

    /// Fields that proxies and clients change, add or drop on the way.
    private static let unsignedNames: Set<String> = [
        "accept-encoding", "authorization", "connection", "expect", "transfer-encoding", "user-agent",
        "x-amzn-trace-id",
    ]

    /// The canonical form of a request that is given more fields, and more of a query.
    init(
        _ request: SignableRequest, adding headers: [(name: String, value: String)],
        query additions: [(name: String, value: String)]?, payload: PayloadHash, pathRule: SignatureV4.PathRule
    ) {
        let fields = Self.fields(of: request, adding: headers)
        let names = Self.names(of: fields)
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        text += request.method.utf8
        text.append(newline)
        text += CanonicalText.path(request.path, pathRule)
        text.append(newline)
        text += CanonicalText.query(request.query, adding: additions ?? [])
        text.append(newline)
        var previous: String?
        for field in fields {
            if field.name == previous {
                text[text.count - 1] = UInt8(ascii: ",")
            } else {
                text += field.name.utf8
                text.append(UInt8(ascii: ":"))
            }
            CanonicalText.append(value: field.value, to: &text)
            text.append(newline)
            previous = field.name
        }
        text.append(newline)
        text += names.utf8
        text.append(newline)
        text += payload.text.utf8
        self.text = String(decoding: text, as: UTF8.self)
        signedNames = names
    }

    /// What `signedNames` is when no field is added.
    static func signedNames(of request: SignableRequest) -> String {
        names(of: fields(of: request, adding: []))
    }

    /// The fields to sign, sorted by name; those of one name in the order in which they are sent.
    private static func fields(
        of request: SignableRequest, adding additions: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        var fields = [(name: "host", value: request.host)]
        for field in request.headers + additions {
            let name = field.name.lowercased()
            if name != "host", !unsignedNames.contains(name) { fields.append((name: name, value: field.value)) }
        }
        // Stable: those of one name must keep their order.
        fields.sort { $0.name < $1.name }
        return fields
    }

    private static func names(of fields: [(name: String, value: String)]) -> String {
        var names: [String] = []
        for field in fields where field.name != names.last { names.append(field.name) }
        return names.joined(separator: ";")
    }
}

private let newline = UInt8(ascii: "\n")
