internal import CSimdJSON

/// A parsed JSON text. Its values are read through `root`, without copying them out.
///
/// A document is immutable and may be shared between tasks. It holds the parser's tape and string buffer, about three times
/// as large as the text; both go back to a pool when the last view is gone. The text itself is no longer needed once parsed.
public final class JSONDocument: Sendable {
    /// What to do about an object that has the same key twice.
    public enum DuplicateKeys: Sendable {
        /// Refuse the text.
        case reject
        /// Keep all members; look-up finds the first. For pages of records, whose consumers see every key anyway.
        case keep
    }

    let tape: JSONTape

    init(tape: JSONTape) {
        self.tape = tape
    }

    /// The outermost value.
    public var root: JSONView { JSONView(document: self, index: 1) }

    /// Parses a text held in padded memory.
    ///
    /// Whole numbers beyond 64 bits, and numbers too large for a double, keep their digits (`JSONKind.digits`); texts that
    /// hold such numbers take a slower path. A number with a fraction or exponent becomes the nearest double.
    public static func parse(
        _ text: borrowing PaddedBytes, duplicateKeys: DuplicateKeys = .reject
    ) throws(JSONError) -> JSONDocument {
        try text.withUnsafeBytes { (bytes) throws(JSONError) in
            let tape = try JSONTape.parse(bytes)
            if duplicateKeys == .reject { try rejectDuplicateKeys(on: tape, parsedFrom: bytes) }
            return JSONDocument(tape: tape)
        }
    }

    /// Parses a string.
    public static func parse(
        _ text: String, duplicateKeys: DuplicateKeys = .reject
    ) throws(JSONError) -> JSONDocument {
        try parse(PaddedBytes(text), duplicateKeys: duplicateKeys)
    }
}
