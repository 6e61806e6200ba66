internal import Connector
internal import Crypto
internal import Templates

extension Credentials {
    /// User name and password (RFC 7617).
    static func basic(
        _ username: Template, _ password: Template?, in context: TemplateContext, _ secrets: Secrets
    ) throws(Failure) -> Credentials {
        let name = try Rendering.text(username, "the user name", in: context)
        let word = try password.map { (password) throws(Failure) in
            try Rendering.text(password, "the password", in: context)
        }
        return .basic(name, word ?? "", secrets)
    }

    static func basic(_ username: String, _ password: String, _ secrets: Secrets) -> Credentials {
        let text = Base64.standard.encode("\(username):\(password)")
        secrets.add(password)
        secrets.add(text)
        return Credentials(headers: [RequestDraft.NamedText(name: "Authorization", text: "Basic \(text)")])
    }
}
