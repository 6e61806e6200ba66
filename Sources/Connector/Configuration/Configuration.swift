package import JSON
internal import Spelling

/// A configuration that fits a connector's specification: defaults filled in, texts of JSON parsed.
package struct Configuration: Sendable {
    /// The fields, as templates see them.
    package let values: JSONObject
    /// The texts that must never be shown.
    package let secrets: [String]
}

extension ConfigurationSpecification {
    /// Checks a configuration against the specification.
    ///
    /// Throws one failure that names everything that is wrong, with `source` (a file, or `--config-json`) in front of each,
    /// and never a secret's value.
    package func check(_ given: JSONValue, from source: String) throws(Failure) -> Configuration {
        guard case .object(let members) = given else {
            throw Failure(.config, "\(source): a configuration is a JSON object")
        }
        var faults: [String] = []
        let known = fields.map(\.name)
        if isDeclared {
            for member in members where field(named: member.key) == nil {
                let near = nearestName(to: member.key, among: known)
                faults.append(
                    "unknown field `\(member.key.shortened)`" + (near.map { "; did you mean `\($0.shortened)`?" } ?? "")
                )
            }
        }
        var values = members
        var secrets: [String] = []
        for field in fields {
            let own = members[field.name]
            guard let value = own?.isNull == false ? own : field.defaultValue else {
                values[field.name] = nil
                if field.isRequired { faults.append("`\(field.name)` is missing\(field.purpose)") }
                continue
            }
            if let fault = field.fault(in: value) {
                faults.append("`\(field.name)` \(fault)")
                continue
            }
            values[field.name] = value
            if field.isSecret { secrets += value.texts }
            if field.format == .json, let text = value.string, let parsed = try? JSONValue.parse(text) {
                if field.isSecret { secrets += parsed.texts }
                values[field.name] = parsed
            }
        }
        guard faults.isEmpty else {
            throw Failure(.config, faults.map { "\(source): \($0)" }.joined(separator: "\n"))
        }
        return Configuration(values: values, secrets: secrets)
    }
}

extension ConfigurationField {
    fileprivate var purpose: String {
        (title ?? description).map { " (\($0.shortened))" } ?? ""
    }
}

extension JSONValue {
    /// All texts inside the value that are long enough to be a secret.
    fileprivate var texts: [String] {
        switch self {
        case .string(let text): text.utf8.count >= 4 ? [text] : []
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let members): members.flatMap { $0.value.texts }
        case .integer, .unsigned, .double, .digits: description.utf8.count >= 4 ? [description] : []
        default: []
        }
    }
}
