import CSV
import Connector
import DateTime
import JSON
import Templates

@testable import Declarative

/// A definition as text: every property that says something, in the order of the model, on as few lines as fit. Prose is
/// left out, and what a stream or field has in common with the one before it is only said to be the same.
struct ModelText {
    private static let width = 118

    /// The text of a definition.
    static func of(_ definition: ConnectorDefinition) -> String {
        var text = ""
        for child in Mirror(reflecting: definition).children {
            guard let label = child.label, label != "description", let part = part(child.value) else { continue }
            write(part, label: label, indentation: 0, to: &text)
        }
        return text
    }

    private static let moment = Timestamp(iso8601: "2001-02-03T04:05:06.789Z") ?? .unixEpoch

    private enum Part {
        case text(String)
        case group(String, [(label: String?, part: Part)], String)
    }

    /// What the value of a property says; nil when it says nothing, or what it says by default.
    private static func part(_ value: Any) -> Part? {
        switch value {
        case let value as Template: return .text(quoted(value.source))
        case let value as JSONPath: return .text("\(value)")
        case let value as JSONValue: return .text("\(value)")
        case let value as TemplatedValue: return .text("\(value.json)")
        case let value as [TemplatedField]: return value.isEmpty ? nil : .text("\(TemplatedValue.object(value).json)")
        case let value as FieldPath: return .text(value.names.joined(separator: "."))
        case let value as TimestampFormat: return .text("as " + value.format(moment))
        case let value as String: return value.isEmpty ? nil : .text(quoted(value))
        case let value as Bool: return .text("\(value)")
        case let value as any BinaryInteger: return .text("\(value)")
        case let value as Double: return .text("\(value)")
        case let value as Duration: return value == .zero ? nil : .text("\(value)")
        default: return reflected(value)
        }
    }

    private static func reflected(_ value: Any) -> Part? {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.flatMap { part($0.value) }
        case .collection:
            let elements = mirror.children.compactMap { part($0.value) }
            let short = zip(elements, elements.prefix(1) + elements).map { abbreviated($0, after: $1) }
            return elements.isEmpty
                ? nil : .group("[", elements.prefix(1).map { (nil, $0) } + short.dropFirst().map { (nil, $0) }, "]")
        case .dictionary:
            guard let paths = value as? [String: JSONPath], !paths.isEmpty else { return nil }
            let members = paths.sorted { $0.key < $1.key }
            return .group("[", members.map { ($0.key, .text("\($0.value)")) }, "]")
        case .enum:
            guard let payload = mirror.children.first, let name = payload.label else { return .text("\(value)") }
            let isLabeled = Mirror(reflecting: payload.value).displayStyle == .tuple
            let members = isLabeled ? said(by: payload.value) : part(payload.value).map { [(nil, $0)] } ?? []
            return .group(name + "(", members, ")")
        default:
            let members = said(by: value)
            return members.isEmpty ? nil : .group("(", members, ")")
        }
    }

    private static func said(by value: Any) -> [(label: String?, part: Part)] {
        let defaults = defaultValues[ObjectIdentifier(type(of: value))].map { Array(Mirror(reflecting: $0).children) }
        var members: [(label: String?, part: Part)] = []
        for (position, child) in Mirror(reflecting: value).children.enumerated() {
            guard child.label != "description", let said = part(child.value) else { continue }
            if let byDefault = defaults.flatMap({ part($0[position].value) }), line(byDefault) == line(said) {
                continue
            }
            let label = child.label.flatMap { $0.hasPrefix(".") ? nil : $0 }
            members.append((label, said))
        }
        return members
    }

    /// Values with everything as it is by default, by their types.
    private static let defaultValues: [ObjectIdentifier: any Sendable] = {
        let path = (try? JSONPath("$"))
        let request = RequestDefinition(path: .empty)
        var values: [any Sendable] = [HTTPPolicy(), Backoff(), RateLimit(), ErrorPolicy(), CSVFormat.standard, request]
        values.append(CheckRequest(request: request))
        values.append(ConfigurationField(""))
        if let path { values.append(Incremental(cursorPath: path, filter: .template)) }
        return Dictionary(values.map { (ObjectIdentifier(type(of: $0)), $0) }) { first, _ in first }
    }()

    /// A part of which the longer members that are also in another are said to be the same.
    private static func abbreviated(_ part: Part, after other: Part) -> Part {
        guard case .group(let open, let members, let close) = part, case .group(open, let others, _) = other else {
            return part
        }
        let short = members.map { member in
            guard let label = member.label, let before = others.first(where: { $0.label == label }) else {
                return member
            }
            let isSame = line(member.part).count > 20 && line(member.part) == line(before.part)
            return (label, isSame ? .text("the same") : abbreviated(member.part, after: before.part))
        }
        return .group(open, short, close)
    }

    private static func quoted(_ text: String) -> String { "\(JSONValue.string(text))" }

    private static func line(_ part: Part) -> String {
        switch part {
        case .text(let text): text
        case .group(let open, let members, let close):
            open + members.map { ($0.label.map { "\($0): " } ?? "") + line($0.part) }.joined(separator: ", ") + close
        }
    }

    private static func write(_ part: Part, label: String?, indentation: Int, to text: inout String) {
        let start = String(repeating: " ", count: indentation) + (label.map { "\($0): " } ?? "")
        let whole = line(part)
        guard case .group(let open, let members, let close) = part, start.count + whole.count > width else {
            text += start + whole + "\n"
            return
        }
        text += start + open + "\n"
        for member in members { write(member.part, label: member.label, indentation: indentation + 2, to: &text) }
        text += String(repeating: " ", count: indentation) + close + "\n"
    }
}

extension TemplatedValue {
    /// The value with the templates as they were written.
    fileprivate var json: JSONValue {
        switch self {
        case .constant(let value): return value
        case .template(let template): return .string(template.source)
        case .list(let elements): return .array(elements.map(\.json))
        case .object(let fields):
            var members = JSONObject()
            for field in fields { members[field.name] = field.value.json }
            return .object(members)
        }
    }
}
