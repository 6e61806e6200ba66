internal import Connector
internal import Templates

extension Credentials {
    /// A token that does not change (RFC 6750).
    static func bearer(
        _ token: Template, in context: TemplateContext, _ secrets: Secrets
    ) throws(Failure) -> Credentials {
        let text = try Rendering.text(token, "the token", in: context)
        secrets.add(text)
        return Credentials(headers: [RequestDraft.NamedText(name: "Authorization", text: "Bearer \(text)")])
    }
}
