internal import CYAML

extension yaml_parser_t {
    /// The error the parser stopped at.
    func error(in source: SourceText) -> YAMLError {
        switch error {
        case YAML_READER_ERROR:
            let position = source.position(ofByte: problem_offset)
            // libyaml gives a character only where it could decode one and does not allow it.
            let words = problem.map { String(cString: $0) }
            if words == "control characters are not allowed",
                let character = UInt32(exactly: problem_value).flatMap(Unicode.Scalar.init)
            {
                return YAMLError(.forbiddenCharacter(character), at: position)
            }
            return YAMLError(.invalidUTF8, at: position)
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            // libyaml puts the end of a text on a line of its own, which may not be there.
            let end = source.position(ofByte: source.bytes.count)
            let complaint = SyntaxComplaint(
                problem: problem.map { String(cString: $0) } ?? "", position: min(YAMLPosition(problem_mark), end),
                context: context.map { String(cString: $0) } ?? "",
                contextPosition: YAMLPosition(context_mark))
            return complaint.error(in: source)
        default:
            return YAMLError(.outOfMemory, at: YAMLPosition(mark))
        }
    }
}
