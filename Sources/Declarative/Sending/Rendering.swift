internal import Connector
internal import JSON
internal import Templates

/// Renders the parts of requests. What a template lacks is a failure that names the place.
enum Rendering {
    /// A template as text.
    static func text(_ template: Template, _ place: String, in context: TemplateContext) throws(Failure) -> String {
        do throws(TemplateError) {
            return try template.text(in: context)
        } catch {
            throw failure(error, place)
        }
    }

    /// Named texts. A list becomes one for each element; what is missing is left out.
    static func fields(
        _ fields: [TemplatedField], _ place: String, in context: TemplateContext
    ) throws(Failure) -> [RequestDraft.NamedText] {
        var rendered: [RequestDraft.NamedText] = []
        for field in fields {
            switch try value(field.value, "\(place) `\(field.name)`", in: context) {
            case nil, .null: break
            case .array(let elements):
                rendered += elements.map { RequestDraft.NamedText(name: field.name, text: $0.plainText) }
            case let value?: rendered.append(RequestDraft.NamedText(name: field.name, text: value.plainText))
            }
        }
        return rendered
    }

    /// A value with the templates in its texts rendered; nil when it is one template whose value is missing. Members and
    /// elements that are missing are left out.
    static func value(
        _ value: TemplatedValue, _ place: String, in context: TemplateContext
    ) throws(Failure) -> JSONValue? {
        switch value {
        case .constant(let value): return value
        case .template(let template):
            do throws(TemplateError) {
                return try template.value(in: context).json
            } catch {
                throw failure(error, place)
            }
        case .list(let elements):
            var rendered: [JSONValue] = []
            for element in elements {
                if let element = try Self.value(element, place, in: context) { rendered.append(element) }
            }
            return .array(rendered)
        case .object(let fields): return .object(try object(fields, place, in: context))
        }
    }

    /// An object with the given members. Those that are missing are left out.
    static func object(
        _ fields: [TemplatedField], _ place: String, in context: TemplateContext
    ) throws(Failure) -> JSONObject {
        var object = JSONObject()
        for field in fields {
            if let value = try value(field.value, "\(place), `\(field.name)`", in: context) {
                object[field.name] = value
            }
        }
        return object
    }

    private static func failure(_ error: TemplateError, _ place: String) -> Failure {
        Failure(.config, "\(place): \(error)")
    }
}
