extension TapeBuilder {
    /// Appends a number from its text, in the narrowest form that holds it exactly.
    mutating func appendNumber(_ text: UnsafeRawBufferPointer, isWhole: Bool) {
        if isWhole, let value = JSONSyntax.signedInteger(text) {
            append(value)
        } else if isWhole, let value = JSONSyntax.unsignedInteger(text) {
            append(value)
        } else if !isWhole, let value = readDouble(text) {
            append(value)
        } else {
            appendText(text)
            endText(as: .digits)
        }
    }

    /// Appends a copy of `value`.
    mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(JSONTag.null)
        case .bool(let value): append(value ? JSONTag.true : JSONTag.false)
        case .integer(let value): append(value)
        case .unsigned(let value): append(value)
        case .double(let value): append(value)
        case .digits(let text): append(.digits, text)
        case .string(let text): append(.string, text)
        case .array(let elements):
            let start = open(.array)
            for element in elements { append(element) }
            close(start, .arrayEnd, count: elements.count)
        case .object(let members):
            let start = open(.object)
            for member in members {
                append(.string, member.key)
                append(member.value)
            }
            close(start, .objectEnd, count: members.count)
        }
    }

    private mutating func append(_ tag: JSONTag, _ text: String) {
        appendText(of: text.utf8)
        endText(as: tag)
    }
}
