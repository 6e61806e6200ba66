/// What libyaml says when it cannot go on: what it missed, and what it was reading when it did.
struct SyntaxComplaint {
    let problem: String
    let position: YAMLPosition
    let context: String
    let contextPosition: YAMLPosition

    /// The complaint as a person would put it, at the place where it is to be mended. What is not known here keeps
    /// libyaml's words.
    func error(in source: SourceText) -> YAMLError {
        if let template = unquotedTemplate(in: source) { return error(.unquotedTemplate, at: template) }
        switch problem {
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return error(.tab)
        case "found character that cannot start any token":
            let character = source.character(at: position) ?? " "
            return error(character == "\t" ? .tab : .reservedCharacter(character))
        case "mapping keys are not allowed in this context": return error(.reservedCharacter("?"))
        case "could not find expected ':'": return error(.missingColon, at: contextPosition)
        case "mapping values are not allowed in this context": return error(.unexpectedColon)
        case "block sequence entries are not allowed in this context": return error(.unexpectedDash)
        case "did not find expected key":
            if !beginsLine(in: source) { return error(.textAfterValue) }
            let isAligned = position.column == contextPosition.column
            return error(isAligned ? .missingKey(in: contextPosition) : .misplacedLine(in: contextPosition))
        case "did not find expected '-' indicator":
            return error(beginsLine(in: source) ? .missingDash(in: contextPosition) : .textAfterValue)
        case "did not find expected ',' or ']'": return error(.unclosedList(at: position), at: contextPosition)
        case "did not find expected ',' or '}'": return error(.unclosedMapping(at: position), at: contextPosition)
        case "did not find expected node content":
            let character = context == "while parsing a block node" ? source.character(at: position) : nil
            return error(character.map { .reservedCharacter($0) } ?? .missingValue)
        case "found unexpected end of stream", "found unexpected document indicator":
            return error(.unclosedQuote, at: contextPosition)
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            return error(.invalidEscape)
        case "did not find expected alphabetic or numeric character":
            return error(context == "while scanning an alias" ? .invalidAlias : .invalidAnchor, at: contextPosition)
        case "found undefined tag handle": return error(.unknownTagHandle)
        default: return error(.other(context.isEmpty ? problem : "\(problem) \(context)"))
        }
    }

    private func error(_ fault: YAMLSyntaxFault, at place: YAMLPosition? = nil) -> YAMLError {
        YAMLError(.syntax(fault), at: place ?? position)
    }

    private func beginsLine(in source: SourceText) -> Bool {
        source.line(before: position).allSatisfy { $0 == " " }
    }

    /// The place of a `{{` that begins a value on the line where libyaml gave up. It is a template whose author forgot the
    /// quotes, and whatever libyaml made of it would lead astray.
    private func unquotedTemplate(in source: SourceText) -> YAMLPosition? {
        let line = source.line(before: position)
        var index = line.startIndex
        while let brace = line[index...].firstIndex(of: "{") {
            index = line.index(after: brace)
            guard index < line.endIndex, line[index] == "{" else { continue }
            let before = line[..<brace].last { $0 != " " }
            guard before == nil || before == ":" || before == "-" else { return nil }
            return YAMLPosition(line: position.line, column: line.distance(from: line.startIndex, to: brace) + 1)
        }
        return nil
    }
}
