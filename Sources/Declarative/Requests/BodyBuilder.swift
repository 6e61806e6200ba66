internal import JSON
internal import Templates

/// Makes the bodies of requests.
enum BodyBuilder: Sendable {
    case json(BoundValue)
    case form(FieldsBuilder)
    case raw(Template)

    /// Prepares a body.
    init(_ body: RequestBody, _ common: TemplateContext) {
        self =
            switch body {
            case .json(let value): .json(BoundValue(value, common))
            case .form(let fields): .form(FieldsBuilder(fields, "form field", common))
            case .raw(let template): .raw(template.bindingCommon(common))
            }
    }

    /// The body; nil where it is a single value that is not set.
    func body(in context: TemplateContext) throws(RenderingFault) -> RequestDraft.Body? {
        switch self {
        case .json(let value): return try value.value(in: context, of: "body").map { .json($0) }
        case .form(let fields): return .form(try fields.fields(in: context))
        case .raw(let template):
            do throws(TemplateError) {
                return .raw(try template.text(in: context))
            } catch {
                throw RenderingFault(error, in: "body", of: template)
            }
        }
    }
}
