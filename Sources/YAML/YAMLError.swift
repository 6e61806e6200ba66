/// One thing that is wrong in a YAML text, and where.
package struct YAMLError: Error, Hashable, Sendable {
    /// The kinds of fault a text can have.
    package enum Reason: Hashable, Sendable {
        /// A byte does not belong to well-formed UTF-8.
        case invalidUTF8
        /// A character that YAML forbids, most often a control character.
        case forbiddenCharacter(Unicode.Scalar)
        /// The text is not YAML.
        case syntax(YAMLSyntaxFault)
        /// A second document follows the first.
        case severalDocuments
        /// Sequences and mappings are nested deeper than `YAMLNode.maximumDepth`, aliases expanded.
        case tooDeep
        /// There are more than `YAMLNode.maximumCount` keys and values, aliases expanded.
        case tooLarge
        /// A key stands in its mapping a second time.
        case duplicateKey(String, first: YAMLPosition)
        /// A key is a sequence or mapping.
        case collectionAsKey
        /// A tag is none of the core schema's.
        case unknownTag(String)
        /// A value is not what its tag says.
        case unfitTag(String)
        /// A number is infinite or none.
        case notFinite(String)
        /// A hexadecimal or octal number does not fit 64 bits.
        case tooManyBits(String)
        /// An alias names an anchor that no value before it has.
        case unknownAnchor(String)
        /// An alias stands inside the value it names.
        case recursiveAlias(String)
        /// The value of a merge key is neither a mapping nor a sequence of mappings.
        case invalidMerge
        /// There was no memory for the parser.
        case outOfMemory
    }

    /// What is wrong.
    package let reason: Reason
    /// Where it is wrong.
    package let position: YAMLPosition

    init(_ reason: Reason, at position: YAMLPosition) {
        self.reason = reason
        self.position = position
    }
}

extension YAMLError {
    /// What is wrong and what would be right, without the place, for callers that lead with file, line and column.
    package var message: String { reason.sentence }
}

extension YAMLError: CustomStringConvertible {
    /// One sentence for a person: where, what, and what would be right.
    package var description: String { "\(position): \(message)" }
}

extension YAMLError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .invalidUTF8:
            "the text is not valid UTF-8; save it in that encoding"
        case .forbiddenCharacter(let character):
            "the character \(character.codePoint) cannot stand in YAML; remove it, or write an escape in double quotes"
        case .syntax(let fault):
            fault.sentence
        case .severalDocuments:
            "a second document begins here; keep one, and remove the `---` between them"
        case .tooDeep:
            "lists and mappings are nested deeper than \(YAMLNode.maximumDepth) levels; nest them less"
        case .tooLarge:
            "more than \(YAMLNode.maximumCount) keys and values, counting each time an alias repeats them; use fewer"
        case .duplicateKey(let key, let first):
            "the key \(key.quoted) stands twice in one mapping, first at \(first); remove or rename one of them"
        case .collectionAsKey:
            "a list or mapping cannot be a key; use a text"
        case .unknownTag(let tag):
            "the tag \(tag.quoted) is unknown; remove it, or put the value in quotes if `!` is part of a text"
        case .unfitTag(let tag):
            "the value is not what its tag \(tag.quoted) says; change one of them"
        case .notFinite(let text):
            "\(text.quoted) is no number that JSON can hold; write a finite one, or put it in quotes if text is meant"
        case .tooManyBits(let text):
            "\(text.quoted) does not fit 64 bits; write it in decimal, or put it in quotes if text is meant"
        case .unknownAnchor(let name):
            "no value before this has the anchor \("&\(name)".quoted); add it, or put \("*\(name)".quoted) in quotes if"
                + " text is meant"
        case .recursiveAlias(let name):
            "the alias \("*\(name)".quoted) stands inside the value it repeats; a value cannot contain itself"
        case .invalidMerge:
            "only a mapping or a list of mappings can be merged by `<<`; put the key in quotes if it is an ordinary one"
        case .outOfMemory:
            "out of memory while reading YAML"
        }
    }
}

extension String {
    /// The text between backquotes on one line, cut short when it is long.
    fileprivate var quoted: String {
        let printable = unicodeScalars.prefix(60).map {
            $0.properties.generalCategory == .control ? " " : Character($0)
        }
        return "`\(String(printable))\(unicodeScalars.dropFirst(60).isEmpty ? "" : "…")`"
    }
}

extension Unicode.Scalar {
    fileprivate var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
