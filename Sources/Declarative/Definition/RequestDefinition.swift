package import JSON
package import Templates

/// One kind of request.
package struct RequestDefinition: Hashable, Sendable {
    package var method: RequestMethod = .get
    /// A path below the connector's base URL, or a URL of its own.
    package var path: Template
    package var parameters: [TemplatedField] = []
    package var headers: [TemplatedField] = []
    package var body: RequestBody?
    /// Whether the request may be sent again when it is not known what became of it. Requests that only read always may.
    package var isSafeToRepeat = false
}

/// The methods of HTTP that connectors use.
package enum RequestMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case head = "HEAD"
}

/// What a request carries.
package enum RequestBody: Hashable, Sendable {
    case json(TemplatedValue)
    case form([TemplatedField])
    case raw(Template)
}

/// A named value of a request: a parameter, header or form field. A list is sent as one field for each element; a field
/// whose only template is a missing optional value is left out.
package struct TemplatedField: Hashable, Sendable {
    package var name: String
    package var value: TemplatedValue
}

/// A JSON value with templates in its texts.
package indirect enum TemplatedValue: Hashable, Sendable {
    case constant(JSONValue)
    case template(Template)
    case list([TemplatedValue])
    case object([TemplatedField])
}
