internal import Connector
internal import Templates

extension Credentials {
    /// Header fields of the connector's own, all of them secret.
    static func headers(
        _ fields: [TemplatedField], in context: TemplateContext, _ secrets: Secrets
    ) throws(Failure) -> Credentials {
        let headers = try Rendering.fields(fields, "the header", in: context)
        for header in headers { secrets.add(header.text) }
        return Credentials(headers: headers)
    }
}
