/// How a text of comma-separated values is written.
public struct CSVFormat: Hashable, Sendable {
    /// What stands between fields.
    public let delimiter: UInt8
    /// What stands around a field that holds delimiters, quotes or line ends; nil when fields are never quoted.
    public let quote: UInt8?
    /// Whether the first row names the columns.
    public let hasHeader: Bool
    /// The names of the columns. With a header they take its place, for files whose own names are empty or repeated;
    /// without one, empty means `column_1`, `column_2` and so on.
    public let columns: [String]
    /// How characters become bytes.
    public let encoding: CSVEncoding

    /// A format. Throws unless delimiter and quote are two ASCII characters, no line ends, and the columns' names differ.
    public init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""), hasHeader: Bool = true,
        columns: [String] = [], encoding: CSVEncoding = .utf8
    ) throws(CSVFormatError) {
        for byte in [delimiter, quote ?? delimiter] where !Self.canSeparate(byte) { throw .unusable(byte) }
        if delimiter == quote { throw .sameDelimiterAndQuote }
        if let repeated = ColumnNames.firstRepetition(in: columns) { throw .repeatedColumn(columns[repeated]) }
        self.init(unchecked: delimiter, quote: quote, hasHeader: hasHeader, columns: columns, encoding: encoding)
    }

    private init(unchecked delimiter: UInt8, quote: UInt8?, hasHeader: Bool, columns: [String], encoding: CSVEncoding) {
        self.delimiter = delimiter
        self.quote = quote
        self.hasHeader = hasHeader
        self.columns = columns
        self.encoding = encoding
    }

    /// Commas, double quotes, a header, UTF-8 (RFC 4180).
    public static let standard = CSVFormat(
        unchecked: UInt8(ascii: ","), quote: UInt8(ascii: "\""), hasHeader: true, columns: [], encoding: .utf8)

    private static func canSeparate(_ byte: UInt8) -> Bool {
        byte < 0x80 && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
    }
}

/// Why there is no such format.
public enum CSVFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A delimiter or quote is a line end or not ASCII.
    case unusable(UInt8)
    /// Delimiter and quote are the same.
    case sameDelimiterAndQuote
    /// Two of the given columns have this name.
    case repeatedColumn(String)

    /// One sentence for a person.
    public var description: String {
        switch self {
        case .unusable(let byte):
            "byte \(byte) cannot be a delimiter or quote: use one ASCII character that is no line end"
        case .sameDelimiterAndQuote: "delimiter and quote must differ"
        case .repeatedColumn(let name): "two columns are named \"\(name)\": give each a name of its own"
        }
    }
}

/// How the characters of a text became bytes. A byte order mark that belongs to the encoding is skipped; one that
/// belongs to another is an error.
public enum CSVEncoding: String, CaseIterable, Hashable, Sendable {
    /// UTF-8, well-formed throughout.
    case utf8 = "utf-8"
    /// UTF-16 in the byte order that its mark tells, or, without one, in which the first character is below U+0100; else
    /// little-endian.
    case utf16 = "utf-16"
    /// UTF-16, low byte first.
    case utf16LittleEndian = "utf-16le"
    /// UTF-16, high byte first.
    case utf16BigEndian = "utf-16be"
    /// ISO 8859-1: every byte is the character of that number.
    case latin1 = "iso-8859-1"
    /// Windows-1252. The five bytes it leaves undefined become the control characters of their number.
    case windows1252 = "windows-1252"
}
