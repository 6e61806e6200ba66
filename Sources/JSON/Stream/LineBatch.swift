/// A run of lines on their way to the parser: an array's text, in which a comma stands for the line feed behind each
/// line that holds a value. Blank lines keep theirs, so that every byte stays as far from the first as in the stream.
struct LineBatch: ~Copyable {
    private(set) var bytes = PaddedBytes()
    private(set) var streamStart = 0
    /// The number in the stream of the first line, which may be blank.
    private(set) var firstLine = 1
    /// How many lines with a value have ended.
    private(set) var valueCount = 0
    /// The place in `bytes` behind the last of these.
    private(set) var valuesEnd = 1

    /// The memory held.
    var capacity: Int { bytes.capacity }

    /// The number of bytes in the lines, line feeds included.
    var count: Int { bytes.count - 1 }

    /// Begins anew with the line numbered `line`, whose first byte is at `streamStart`.
    mutating func begin(line: Int, streamStart: Int) {
        self.streamStart = streamStart
        firstLine = line
        valueCount = 0
        valuesEnd = 1
        bytes.removeAll()
        bytes.append(UInt8(ascii: "["))
    }

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.append(piece)
    }

    /// Ends a line that holds a value.
    mutating func endValue() {
        bytes.append(UInt8(ascii: ","))
        valuesEnd = bytes.count
        valueCount += 1
    }

    /// Ends a line that holds none.
    mutating func endBlankLine() {
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Parses the lines, at least one of which must hold a value.
    mutating func end(duplicateKeys: JSONDocument.DuplicateKeys) throws(JSONError) -> JSONDocument {
        let lastComma = valuesEnd - 1
        bytes.replaceByte(at: lastComma, with: UInt8(ascii: " "))
        bytes.append(UInt8(ascii: "]"))
        do {
            return try JSONDocument.parse(bytes, duplicateKeys: duplicateKeys)
        } catch {
            bytes.replaceByte(at: lastComma, with: UInt8(ascii: ","))
            let ofBatch = JSONError(reason: error.reason, offset: streamStart - 1 + error.offset)
            throw faultInValues(duplicateKeys) ?? ofBatch
        }
    }
}
