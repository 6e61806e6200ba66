/// A run of elements on their way to the parser: an array's text, whose place in the stream is known.
///
/// The brackets around the elements may be the stream's own or stand for the commas before and after the run.
struct ElementBatch: ~Copyable {
    private var bytes = PaddedBytes()
    private var streamStart = 0
    private var before: UInt8 = 0

    /// The memory held.
    var capacity: Int { bytes.capacity }

    /// The number of bytes between the brackets.
    var count: Int { bytes.count - 1 }

    /// Begins anew with what follows the bracket or comma `before`, whose successor is at `streamStart`.
    mutating func begin(behind before: UInt8, streamStart: Int) {
        self.streamStart = streamStart
        self.before = before
        bytes.removeAll()
        bytes.append(UInt8(ascii: "["))
    }

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.append(piece)
    }

    /// Parses the elements, which end before the bracket or comma `after`. Returns nil when the array is empty.
    mutating func end(
        before after: UInt8, duplicateKeys: JSONDocument.DuplicateKeys
    ) throws(JSONError) -> JSONDocument? {
        bytes.append(UInt8(ascii: "]"))
        do {
            let document = try JSONDocument.parse(bytes, duplicateKeys: duplicateKeys)
            if document.root.count > 0 { return document }
        } catch {
            throw translated(error, endingIn: after)
        }
        guard before == UInt8(ascii: ",") || after == UInt8(ascii: ",") else { return nil }
        throw translated(
            JSONError(reason: .unexpected(expected: "a value"), offset: bytes.count - 1), endingIn: after)
    }

    /// The error for a fault at `streamOffset`, unless something is wrong with the elements before it.
    mutating func fault(_ reason: JSONError.Reason, at streamOffset: Int) -> JSONError {
        do throws(JSONError) {
            _ = try bytes.withUnsafeBytes { (text) throws(JSONError) in try ExactParser.parse(text) }
        } catch  where error.reason != .truncated {
            return translated(error, endingIn: nil)
        } catch {}
        return translated(JSONError(reason: reason, offset: streamOffset - streamStart + 1), endingIn: nil)
    }

    /// An error that points into `bytes` as one that points into the stream. The excerpt shows what the stream has in
    /// place of the brackets.
    private mutating func translated(_ error: JSONError, endingIn after: UInt8?) -> JSONError {
        bytes.replaceByte(at: 0, with: before)
        if let after { bytes.replaceByte(at: bytes.count - 1, with: after) }
        let excerpt = bytes.withUnsafeBytes { JSONError(error.reason, at: error.offset, in: $0).excerpt }
        return JSONError(reason: error.reason, offset: streamStart - 1 + error.offset, excerpt: excerpt)
    }
}
