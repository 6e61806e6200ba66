/// The ways in which a text can fail to be YAML.
package enum YAMLSyntaxFault: Hashable, Sendable {
    /// A tab stands where lines are indented.
    case tab
    /// A line that should be a key has no colon.
    case missingColon
    /// A colon makes a key where none can stand.
    case unexpectedColon
    /// A `- ` stands where no list can begin.
    case unexpectedDash
    /// A line is indented like no mapping around it; the nearest begins at the given place.
    case misplacedLine(in: YAMLPosition)
    /// A line of the mapping that begins at the given place is no key.
    case missingKey(in: YAMLPosition)
    /// A line of the list that begins at the given place is no item.
    case missingDash(in: YAMLPosition)
    /// Something follows a value that has ended with a quote or bracket.
    case textAfterValue
    /// A value begins with a character that YAML reserves.
    case reservedCharacter(Unicode.Scalar)
    /// Between brackets there is no value where there must be one.
    case missingValue
    /// A quote is never closed.
    case unclosedQuote
    /// A `[` is not closed; at the given place the next comma or the bracket was expected.
    case unclosedList(at: YAMLPosition)
    /// A `{` is not closed; at the given place the next comma or the brace was expected.
    case unclosedMapping(at: YAMLPosition)
    /// A backslash in double quotes begins no escape.
    case invalidEscape
    /// A `*` is not followed by a name.
    case invalidAlias
    /// A `&` is not followed by a name.
    case invalidAnchor
    /// A tag has a prefix that no directive defines.
    case unknownTagHandle
    /// A template stands without quotes, which makes it a mapping.
    case unquotedTemplate
    /// Something rare, in libyaml's words.
    case other(String)
}

extension YAMLSyntaxFault {
    /// What is wrong and what would be right.
    var sentence: String {
        switch self {
        case .tab:
            "a tab is used as indentation; use spaces"
        case .missingColon:
            "a key without a colon; write `key: value`, with a space after the colon"
        case .unexpectedColon:
            "a colon makes a key where none can stand; indent it like its neighbours, write a space after the colon before"
                + " it, or put a value that contains `: ` in quotes"
        case .unexpectedDash:
            "a list cannot begin here; put its first `- ` on a line of its own"
        case .misplacedLine(let mapping):
            "the line is indented like no mapping around it, of which the nearest begins at \(mapping); indent it like its"
                + " neighbours"
        case .missingKey(let mapping):
            "the line is no key of the mapping that begins at \(mapping); write `key: value`, or indent it as part of the"
                + " value before"
        case .missingDash(let list):
            "the line is no item of the list that begins at \(list); begin it with `- `, or indent it as part of the item"
                + " before"
        case .textAfterValue:
            "text follows a value that ended before it; put the whole value in one pair of quotes, or begin a new line"
        case .reservedCharacter(let character):
            "no value can begin with `\(character)`; put it in quotes"
        case .missingValue:
            "a value or a closing bracket is missing; write it"
        case .unclosedQuote:
            "the quote that opens here is never closed; close it"
        case .unclosedList(let place):
            "the `[` that opens here is not closed; a `,` or `]` is missing at \(place)"
        case .unclosedMapping(let place):
            "the `{` that opens here is not closed; a `,` or `}` is missing at \(place)"
        case .invalidEscape:
            "a backslash that begins no escape known in double quotes; write `\\\\`, or use single quotes"
        case .invalidAlias:
            "a `*` begins an alias, whose name has only letters, digits, `-` and `_`; put the value in quotes if text is"
                + " meant"
        case .invalidAnchor:
            "a `&` begins an anchor, whose name has only letters, digits, `-` and `_`; put the value in quotes if text is"
                + " meant"
        case .unknownTagHandle:
            "a `!` begins a tag, whose prefix is not defined; put the value in quotes if text is meant"
        case .unquotedTemplate:
            "a value that begins with `{{` is a mapping in YAML; put the whole value in quotes: \"{{ … }}\""
        case .other(let words):
            "invalid YAML: \(words)"
        }
    }
}
