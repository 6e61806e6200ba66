internal import Connector
internal import JSON
internal import Templates

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
