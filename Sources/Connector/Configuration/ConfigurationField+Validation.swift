internal import DateTime
package import JSON
internal import Spelling

extension ConfigurationField {
    /// What is wrong with a value of this field, as the end of a sentence that begins with the field's name; nil when
    /// nothing is. A secret value is never part of it.
    package func fault(in value: JSONValue) -> String? {
        if let fault = typeFault(in: value) { return fault }
        if !allowedValues.isEmpty, !allowedValues.contains(value) {
            return "must be one of \(allowedValues.map(\.description).joined(separator: ", "))\(found(value))"
        }
        if let number = value.number?.nearestDouble, let fault = rangeFault(in: number) { return fault + found(value) }
        if let text = value.string, let fault = textFault(in: text) {
            return fault
        }
        return nil
    }

    /// The value, for messages. Texts are left out: a secret may have been put into the wrong field.
    private func found(_ value: JSONValue) -> String {
        switch value {
        case .null, .bool, .integer, .unsigned, .double: isSecret ? "" : ", not \(value)"
        case .digits, .string, .array, .object: ""
        }
    }

    private func typeFault(in value: JSONValue) -> String? {
        let fits =
            switch (type, value.kind) {
            case (.any, _), (.string, .string), (.boolean, .bool), (.array, .array), (.object, .object): true
            case (.integer, .integer), (.integer, .unsigned): true
            case (.number, let kind): kind.isNumber
            case (.object, .string), (.string, .object): format == .json
            default: false
            }
        return fits ? nil : "must be \(type.withArticle)\(found(value))"
    }

    private func rangeFault(in number: Double) -> String? {
        if let minimum, number < minimum { return "must be at least \(JSONValue.shortest(minimum))" }
        if let maximum, number > maximum { return "must be at most \(JSONValue.shortest(maximum))" }
        return nil
    }

    private func textFault(in text: String) -> String? {
        let length = text.unicodeScalars.count
        if isRequired, text.isEmpty { return "must not be empty" }
        if let minimumLength, length < minimumLength { return "must have at least \(minimumLength) characters" }
        if let maximumLength, length > maximumLength { return "must have at most \(maximumLength) characters" }
        if let fault = formatFault(in: text) { return fault }
        if let pattern, !Self.isMatch(text, pattern) { return "must match the pattern `\(pattern)`" }
        return nil
    }

    private func formatFault(in text: String) -> String? {
        guard let format else { return nil }
        let (isRight, expected) =
            switch format {
            case .date: (text.utf8.count == 10 && Timestamp(iso8601: text) != nil, "a date such as 2024-12-31")
            case .dateTime: (Timestamp(iso8601: text) != nil, "a moment such as 2024-12-31T00:00:00Z")
            case .uri: (text.isAbsoluteURL, "a URL such as https://example.com")
            case .email: (text.isEmailAddress, "an e-mail address")
            case .json: ((try? JSONValue.parse(text)) != nil, "a text that holds JSON")
            }
        return isRight ? nil : "must be \(expected)"
    }
}

extension ConfigurationField.ValueType {
    fileprivate var withArticle: String {
        switch self {
        case .string: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array: "a list"
        case .object: "an object"
        case .any: "a value"
        }
    }
}

extension String {
    fileprivate var isAbsoluteURL: Bool {
        guard let scheme = utf8.firstIndex(of: UInt8(ascii: ":")), scheme != startIndex else { return false }
        let rest = self[scheme...]
        return rest.hasPrefix("://") && rest.utf8.count > 3
            && !utf8.contains { $0 <= UInt8(ascii: " ") || $0 == 0x7F }
    }

    fileprivate var isEmailAddress: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !utf8.contains { $0 <= UInt8(ascii: " ") }
    }
}

extension JSONNumber {
    /// The nearest double; an infinity for a number beyond every double.
    fileprivate var nearestDouble: Double {
        if let double { return double }
        if case .digits(let text) = self, text.hasPrefix("-") { return -.infinity }
        return .infinity
    }
}
