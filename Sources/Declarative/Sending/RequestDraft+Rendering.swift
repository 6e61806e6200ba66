internal import Connector
internal import JSON
internal import Templates

extension RequestDraft {
    /// The request that a definition describes, with its templates rendered. `baseURL` stands before every path that is
    /// no URL of its own.
    init(
        _ definition: RequestDefinition, below baseURL: String, in context: TemplateContext
    ) throws(Failure) {
        let path = try Rendering.text(definition.path, "the path", in: context)
        self.init(
            definition.method, url: Self.url(path, below: baseURL),
            isSafeToRepeat: definition.isSafeToRepeat ? true : nil)
        parameters = try Rendering.fields(definition.parameters, "the parameter", in: context)
        headers = try Rendering.fields(definition.headers, "the header", in: context)
        body = try definition.body.map { (body) throws(Failure) in try Body(body, in: context) }
    }

    private static func url(_ path: String, below baseURL: String) -> String {
        let scheme = path.prefix { $0 != ":" }
        if path.hasPrefix(scheme + "://"), ["http", "https"].contains(scheme.lowercased()) { return path }
        if path.isEmpty { return baseURL }
        let base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        return path.hasPrefix("/") || path.hasPrefix("?") ? base + path : "\(base)/\(path)"
    }
}

extension RequestDraft.Body {
    /// The body that a definition describes, with its templates rendered.
    init(_ definition: RequestBody, in context: TemplateContext) throws(Failure) {
        switch definition {
        case .json(let value): self = .json(try Rendering.value(value, "the body", in: context) ?? .null)
        case .form(let fields): self = .form(try Rendering.fields(fields, "the form field", in: context))
        case .raw(let text): self = .raw(try Rendering.text(text, "the body", in: context))
        }
    }
}
