internal import JSON
internal import Templates

/// Makes the parameters, headers or form fields of requests: a list becomes one field for each element, and what is not
/// set or null is left out.
struct FieldsBuilder: Sendable {
    private var parts: [Part] = []

    private enum Part: Sendable {
        case ready([RequestDraft.NamedText])
        case field(name: String, label: String, value: BoundValue)
    }

    /// Prepares fields; errors call them what `kind` says.
    init(_ fields: [TemplatedField], _ kind: String, _ common: TemplateContext) {
        for field in fields {
            switch BoundValue(field.value, common) {
            case .absent: break
            case .constant(let value): append(Self.texts(of: value, named: field.name))
            case let value: parts.append(.field(name: field.name, label: "\(kind) `\(field.name)`", value: value))
            }
        }
    }

    private mutating func append(_ texts: [RequestDraft.NamedText]) {
        if case .ready(let before)? = parts.last {
            parts[parts.count - 1] = .ready(before + texts)
        } else {
            parts.append(.ready(texts))
        }
    }

    /// The fields, in order.
    func fields(in context: TemplateContext) throws(RenderingFault) -> [RequestDraft.NamedText] {
        if case .ready(let texts)? = parts.first, parts.count == 1 { return texts }
        var fields: [RequestDraft.NamedText] = []
        for part in parts {
            switch part {
            case .ready(let texts): fields += texts
            case .field(let name, let label, let value):
                guard let value = try value.value(in: context, of: label) else { continue }
                if case .string(let text) = value {
                    fields.append(.init(name: name, text: text))
                } else {
                    fields += Self.texts(of: value, named: name)
                }
            }
        }
        return fields
    }

    private static func texts(of value: JSONValue, named name: String) -> [RequestDraft.NamedText] {
        switch value {
        case .null: []
        case .array(let elements):
            elements.filter { !$0.isNull }.map { .init(name: name, text: $0.plainText) }
        default: [.init(name: name, text: value.plainText)]
        }
    }
}
