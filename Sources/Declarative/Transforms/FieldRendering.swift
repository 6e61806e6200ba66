internal import JSON
internal import Templates

/// Computes the values that `set` gives to fields.
enum FieldRendering {
    /// A field's value; missing where a template alone yields nothing.
    static func value(of field: TemplatedValue, in context: TemplateContext) throws(TemplateError) -> TemplateValue {
        switch field {
        case .constant(let value): return .value(value)
        case .template(let template): return try template.value(in: context)
        case .list(let elements):
            var values: [JSONValue] = []
            for element in elements {
                if let value = try value(of: element, in: context).json { values.append(value) }
            }
            return .value(.array(values))
        case .object(let fields):
            var members = JSONObject()
            for field in fields {
                if let value = try value(of: field.value, in: context).json { members[field.name] = value }
            }
            return .value(.object(members))
        }
    }
}
