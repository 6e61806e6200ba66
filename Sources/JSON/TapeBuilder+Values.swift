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

extension TapeBuilder {
    /// Appends a copy of an owned value.
    package mutating func append(copyOf value: JSONValue) {
        append(value)
    }

    /// Appends a copy of a value from another document, with everything inside it.
    package mutating func append(copyOf node: UnsafeJSONNode) {
        switch node.tag {
        case .string, .digits:
            let text = node.utf8
            guard let start = text.baseAddress else { return }
            // Tapes may be read a little behind a string's end.
            appendText(start, count: text.count, readable: max(text.count, 32))
            endText(as: node.tag)
        case .integer, .unsigned, .double:
            append(node.tag)
            append(word: node.at(node.index + 1).word)
        case .array, .object:
            let start = open(node.tag)
            var child = node.first
            while !child.isEnd {
                append(copyOf: child)
                child = child.next
            }
            close(start, node.tag == .array ? .arrayEnd : .objectEnd, count: node.count)
        default: append(node.tag)
        }
    }
}
