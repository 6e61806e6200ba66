internal import JSON
internal import Templates

/// A templated value of which everything is computed that stays the same in a sync.
indirect enum BoundValue: Sendable {
    case constant(JSONValue)
    /// Not set: there is no value in this sync.
    case absent
    case template(Template)
    case list([BoundValue])
    case object([(name: String, value: BoundValue)])

    /// Computes what the common context suffices for.
    init(_ value: TemplatedValue, _ common: TemplateContext) {
        switch value {
        case .constant(let value): self = .constant(value)
        case .template(let template): self = BoundValue(template, common)
        case .list(let elements):
            let bound = elements.map { BoundValue($0, common) }
            let constants = bound.compactMap(\.constant)
            self = constants.count == bound.count ? .constant(.array(constants)) : .list(bound)
        case .object(let fields):
            let bound = fields.map { (name: $0.name, value: BoundValue($0.value, common)) }
            var constants = JSONObject()
            for field in bound { constants[field.name] = field.value.constant }
            self = constants.count == bound.count ? .constant(.object(constants)) : .object(bound)
        }
    }

    private init(_ template: Template, _ common: TemplateContext) {
        // What fails is left to fail with the request that needs it.
        if template.references.allSatisfy({ Template.commonRoots.contains($0.path.root) }),
            let value = try? template.value(in: common)
        {
            self = value.json.map { .constant($0) } ?? .absent
        } else {
            self = .template(template.bindingCommon(common))
        }
    }

    private var constant: JSONValue? {
        if case .constant(let value) = self { value } else { nil }
    }

    /// The value with its types; nil where it is not set. What is not set is left out of lists and objects.
    func value(in context: TemplateContext, of field: String) throws(RenderingFault) -> JSONValue? {
        switch self {
        case .constant(let value): return value
        case .absent: return nil
        case .template(let template):
            do throws(TemplateError) {
                return try template.value(in: context).json
            } catch {
                throw RenderingFault(error, in: field, of: template)
            }
        case .list(let elements):
            var values: [JSONValue] = []
            for element in elements {
                if let value = try element.value(in: context, of: field) { values.append(value) }
            }
            return .array(values)
        case .object(let fields):
            var members = JSONObject()
            for member in fields {
                if let value = try member.value.value(in: context, of: field) { members[member.name] = value }
            }
            return .object(members)
        }
    }
}

extension Template {
    /// The variables that stay the same in a sync.
    static let commonRoots: [TemplateRoot] = [.config, .now, .today, .stream]

    /// The template with everything computed that stays the same in a sync.
    func bindingCommon(_ context: TemplateContext) -> Template {
        binding(Self.commonRoots, in: context)
    }
}
