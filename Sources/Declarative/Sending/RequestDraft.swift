internal import JSON

/// A request with its templates rendered, before credentials are added: what pagers, cursors and authentication write
/// into.
struct RequestDraft: Hashable, Sendable {
    var method: RequestMethod
    /// An absolute URL, which may have a query of its own.
    var url: String
    /// What is added to the query, in order.
    var parameters: [NamedText] = []
    var headers: [NamedText] = []
    var body: Body?
    /// Whether it may be sent again when it is not known what became of it.
    var isSafeToRepeat: Bool
    /// Whether it asks for credentials, so that body and answer are secrets. Such a request carries no others.
    var carriesCredentials = false

    /// What a request carries.
    enum Body: Hashable, Sendable {
        case json(JSONValue)
        case form([NamedText])
        case raw(String)
    }

    /// A name and what it stands for.
    struct NamedText: Hashable, Sendable {
        var name: String
        var text: String
    }

    /// A request to an absolute URL.
    init(_ method: RequestMethod, url: String, isSafeToRepeat: Bool? = nil) {
        self.method = method
        self.url = url
        self.isSafeToRepeat = isSafeToRepeat ?? (method == .get || method == .head)
    }
}

extension RequestDraft {
    /// Sets a value where requests carry it, instead of all others of the same name. In a JSON body a dot leads into
    /// objects; without a body there will be a JSON one. A body that is neither JSON with members nor a form has no place
    /// for a value, and stays. A value in the path is there by a template.
    mutating func set(_ name: String, to value: JSONValue, in location: RequestLocation) {
        switch location {
        case .query: Self.set(name, to: value, in: &parameters)
        case .header:
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            headers.append(NamedText(name: name, text: value.plainText))
        case .body: setInBody(name, to: value)
        case .path: break
        }
    }

    private mutating func setInBody(_ name: String, to value: JSONValue) {
        switch body {
        case .json(.object(let members)):
            let names = name.split(separator: ".").map(String.init)
            body = .json(.object(members.setting(names[...], to: value)))
        case .form(var fields):
            Self.set(name, to: value, in: &fields)
            body = .form(fields)
        case .raw(let text):
            guard let members = try? JSONValue.parse(text), members.object != nil else { return }
            body = .json(members)
            setInBody(name, to: value)
        case .json: break
        case nil:
            body = .json([:])
            setInBody(name, to: value)
        }
    }

    private static func set(_ name: String, to value: JSONValue, in fields: inout [NamedText]) {
        fields.removeAll { $0.name == name }
        fields.append(NamedText(name: name, text: value.plainText))
    }
}

extension JSONObject {
    fileprivate func setting(_ names: ArraySlice<String>, to value: JSONValue) -> JSONObject {
        guard let name = names.first else { return self }
        var object = self
        if names.count == 1 {
            object[name] = value
        } else {
            object[name] = .object((self[name]?.object ?? [:]).setting(names.dropFirst(), to: value))
        }
        return object
    }
}

extension JSONValue {
    /// A string's text without quotes, anything else as JSON.
    var plainText: String { string ?? description }
}
