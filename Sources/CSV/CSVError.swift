/// What is wrong with a text of comma-separated values, and where.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault a text can have.
    public enum Reason: Error, Hashable, Sendable {
        /// The text ends inside quotes that were opened in this line.
        case openQuote(line: Int)
        /// The text ends in a row that is not complete, or in the middle of a character.
        case truncated
        /// Something follows a closing quote that is neither delimiter nor line end.
        case textBehindQuote
        /// A row has fewer fields than there are columns.
        case tooFewFields(Int, expected: Int)
        /// A row has more fields than there are columns.
        case tooManyFields(expected: Int)
        /// The header names this column twice.
        case repeatedColumn(String)
        /// The header has no name for the column at this position, counted from 1.
        case unnamedColumn(Int)
        /// The header has another number of columns than were given names for.
        case wrongHeader(Int, expected: Int)
        /// Bytes that are no character in the encoding.
        case invalidEncoding(CSVEncoding)
        /// The text begins with the byte order mark of another encoding than the one it is read in.
        case foreignMark(of: CSVEncoding, readAs: CSVEncoding)
        /// A part of the text is larger than what is allowed, in bytes.
        case tooLarge(Part, limit: Int)
        /// There are more columns than what is allowed.
        case tooManyColumns(limit: Int)
    }

    /// The parts of a text whose size is limited.
    public enum Part: String, Hashable, Sendable {
        case field, row
    }

    /// What is wrong.
    public let reason: Reason
    /// The row in which it is wrong, counted from 1 without header and blank lines; nil for the header.
    public let row: Int?
    /// The line in which it is wrong, counted from 1; a row may have several.
    public let line: Int
    /// Where it is wrong: bytes from the start of the text, in its own encoding.
    public let offset: Int

    /// Creates an error from its parts.
    public init(reason: Reason, row: Int?, line: Int, offset: Int) {
        self.reason = reason
        self.row = row
        self.line = line
        self.offset = offset
    }

    /// Whether the text seems to have been cut off, so that fetching it again may help.
    public var isTruncation: Bool {
        switch reason {
        case .openQuote, .truncated: true
        default: false
        }
    }

    /// One sentence for a person: what and where.
    public var description: String {
        let row = row.map { "row \($0)" } ?? "the header"
        return "\(reason.sentence) at byte \(offset) (\(row), line \(line))"
    }
}

extension CSVError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .openQuote(let line): "the CSV text ends inside quotes that were opened in line \(line)"
        case .truncated: "the CSV text ends too soon"
        case .textBehindQuote:
            "invalid CSV: expected a delimiter or the end of the line behind a closing quote"
        case .tooFewFields(let count, let expected):
            "invalid CSV: the row has \(Self.fields(count)), expected \(expected)"
        case .tooManyFields(let expected): "invalid CSV: the row has more than \(Self.fields(expected))"
        case .repeatedColumn(let name):
            "two columns are named \"\(name)\": give the columns names of their own with `columns`"
        case .unnamedColumn(let position):
            "column \(position) has no name: give the columns names of their own with `columns`"
        case .wrongHeader(let count, let expected):
            "the header has \(Self.fields(count)), but `columns` names \(expected)"
        case .invalidEncoding(let encoding): "the CSV text is not \(encoding.rawValue)"
        case .foreignMark(let found, let declared):
            "the CSV text begins with the byte order mark of \(found.rawValue), but is read as \(declared.rawValue)"
        case .tooLarge(let part, let limit): "a CSV \(part.rawValue) is larger than the limit of \(limit) bytes"
        case .tooManyColumns(let limit): "the CSV text has more columns than the limit of \(limit)"
        }
    }

    private static func fields(_ count: Int) -> String {
        count == 1 ? "1 field" : "\(count) fields"
    }
}
