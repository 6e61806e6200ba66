/// What is wrong with an XML text, and where.
public struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault a text can have.
    public enum Reason: Hashable, Sendable {
        /// There is no element.
        case empty
        /// The text ends inside an element: most often a body that was cut off.
        case truncated
        /// The text is not well-formed; the parser says how.
        case malformed(String)
        /// A closing tag does not belong to the element that is open.
        case mismatchedTag
        /// An entity is used that XML does not define itself.
        case undefinedEntity
        /// The document type is declared with definitions of its own or elsewhere. Neither is read: entities can make a
        /// small text endless, or have files and addresses fetched.
        case documentType
        /// The text says it is in an encoding of this name.
        case unknownEncoding(String)
        /// Elements are nested deeper than what is allowed.
        case tooDeep(limit: Int)
        /// A part of the text is larger than what is allowed.
        case tooLarge(Part, limit: Int)
        /// There was no memory for the parser.
        case outOfMemory
    }

    /// The parts of a text whose size is limited.
    public enum Part: Hashable, Sendable {
        /// One record.
        case record
        /// Everything outside the records.
        case remainder
        /// One tag, comment or processing instruction.
        case markup
    }

    /// What is wrong.
    public let reason: Reason
    /// The line in which it is wrong, counted from 1.
    public let line: Int
    /// The character in that line, counted from 1.
    public let column: Int
    /// Where it is wrong: bytes from the start of the text.
    public let offset: Int

    /// Creates an error from its parts.
    public init(reason: Reason, line: Int, column: Int, offset: Int) {
        self.reason = reason
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// Whether the text seems to have been cut off, so that fetching it again may help.
    public var isTruncation: Bool { reason == .truncated }

    /// One sentence for a person: what and where.
    public var description: String {
        "\(reason.sentence) at line \(line), column \(column) (byte \(offset))"
    }
}

extension XMLError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .empty: "the XML text has no element"
        case .truncated: "the XML text ends too soon"
        case .malformed(let description): "invalid XML: \(description)"
        case .mismatchedTag: "invalid XML: a closing tag that does not belong to the open element"
        case .undefinedEntity: "invalid XML: an entity that is not defined"
        case .documentType:
            "the XML text declares a document type with definitions, which are not read: entities in them can do harm"
        case .unknownEncoding(let name):
            "the XML text is in the unknown encoding \"\(name)\": "
                + "known are UTF-8, UTF-16, ISO-8859-1, US-ASCII and windows-1252"
        case .tooDeep(let limit): "the elements of the XML text are nested deeper than the limit of \(limit)"
        case .tooLarge(let part, let limit): "\(part.phrase) is larger than the limit of \(limit) bytes"
        case .outOfMemory: "out of memory while reading XML"
        }
    }
}

extension XMLError.Part {
    fileprivate var phrase: String {
        switch self {
        case .record: "a record of the XML text"
        case .remainder: "what stands outside the records of the XML text (is their path right?)"
        case .markup: "a tag or comment of the XML text"
        }
    }
}
