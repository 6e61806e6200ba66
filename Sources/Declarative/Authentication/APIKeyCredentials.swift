internal import Connector
internal import Templates

extension Credentials {
    /// A key in a header field or a query parameter.
    static func key(
        _ key: Authentication.APIKey, in context: TemplateContext, _ secrets: Secrets
    ) throws(Failure) -> Credentials {
        let value = try Rendering.text(key.value, "the API key", in: context)
        secrets.add(value)
        switch key.place {
        case .header(let name):
            return Credentials(headers: [RequestDraft.NamedText(name: name, text: key.prefix + value)])
        case .query(let name):
            return Credentials(parameters: [RequestDraft.NamedText(name: name, text: key.prefix + value)])
        }
    }
}
