/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault a text can have.
    public enum Reason: Hashable, Sendable {
        /// There is nothing but white space.
        case empty
        /// The text ends inside a value: most often a body that was cut off.
        case truncated
        /// A byte stands where JSON allows something else; `expected` names it.
        case unexpected(expected: String)
        /// Something follows the document.
        case trailingText
        /// A string holds bytes that are not UTF-8, or an escaped surrogate without its pair.
        case invalidUTF8
        /// A string holds an unescaped control character.
        case controlCharacter
        /// A backslash is followed by something that is no escape.
        case invalidEscape
        /// A number is not written as JSON wants it.
        case invalidNumber
        /// Objects and arrays are nested deeper than 1,024.
        case tooDeep
        /// An object has the same key twice.
        case duplicateKey(String)
        /// A part of a streamed text is larger than what is allowed, in bytes.
        case tooLarge(StreamPart, limit: Int)
        /// There was no memory for the parsed document.
        case outOfMemory
    }

    /// The parts of a streamed text whose size is limited.
    public enum StreamPart: Hashable, Sendable {
        /// One element of the array, with the white space around it.
        case element
        /// One line of JSON Lines.
        case line
        /// Everything before the array, or everything there is when that does not come.
        case beforeArray
        /// Everything outside the array, which has come.
        case remainder
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it is wrong: bytes from the start of the text.
    public let offset: Int
    /// The line of JSON Lines in which it is wrong, counted from 1; nil for other texts.
    public let line: Int?
    /// A few characters around the place, on one line.
    public let excerpt: String

    /// Creates an error from its parts.
    public init(reason: Reason, offset: Int, line: Int? = nil, excerpt: String = "") {
        self.reason = reason
        self.offset = offset
        self.line = line
        self.excerpt = excerpt
    }

    /// One sentence for a person: what, where, and the text around it.
    public var description: String {
        let line = line.map { " (line \($0))" } ?? ""
        let place = "\(reason.sentence) at byte \(offset)\(line)"
        return excerpt.isEmpty ? place : "\(place), near `\(excerpt)`"
    }
}

extension JSONError {
    init(_ reason: Reason, at offset: Int, in text: UnsafeRawBufferPointer) {
        self.init(reason: reason, offset: offset, excerpt: Self.excerpt(of: text, around: offset))
    }

    private static func excerpt(of text: UnsafeRawBufferPointer, around offset: Int) -> String {
        let start = max(0, min(offset, text.count) - 20)
        let end = min(text.count, offset + 20)
        guard start < end else { return "" }
        let scalars = String(decoding: text[start..<end], as: UTF8.self).unicodeScalars
        let printable = scalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return (start > 0 ? "…" : "") + String(printable) + (end < text.count ? "…" : "")
    }
}

extension JSONError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .empty: "the JSON text is empty"
        case .truncated: "the JSON text ends too soon"
        case .unexpected(let expected): "invalid JSON: expected \(expected)"
        case .trailingText: "invalid JSON: text after the end of the document"
        case .invalidUTF8: "invalid JSON: a string that is not valid UTF-8"
        case .controlCharacter: "invalid JSON: an unescaped control character in a string"
        case .invalidEscape: "invalid JSON: an unknown escape in a string"
        case .invalidNumber: "invalid JSON: a malformed number"
        case .tooDeep: "invalid JSON: nested deeper than 1,024 levels"
        case .duplicateKey(let key): "invalid JSON: the key \"\(key.onOneLine)\" stands twice in one object"
        case .tooLarge(let part, let limit): "\(part.phrase) is larger than the limit of \(limit) bytes"
        case .outOfMemory: "out of memory while reading JSON"
        }
    }
}

extension JSONError.StreamPart {
    fileprivate var phrase: String {
        switch self {
        case .element: "an element of the streamed JSON array"
        case .line: "a line of JSON Lines"
        case .beforeArray: "what stands before the streamed JSON array (is its path right?)"
        case .remainder: "what stands outside the streamed JSON array"
        }
    }
}

extension String {
    /// The beginning of the text, without control characters.
    fileprivate var onOneLine: String {
        let scalars = unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(scalars) + (unicodeScalars.dropFirst(60).isEmpty ? "" : "…")
    }
}
