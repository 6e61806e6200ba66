// Once something is known to be wrong, the lines are parsed one by one: an error then speaks of one line and its number.
extension LineBatch {
    /// The error for a fault at `streamOffset` in the unfinished line, unless something is wrong before it.
    func fault(
        _ reason: JSONError.Reason, at streamOffset: Int, duplicateKeys: JSONDocument.DuplicateKeys
    ) -> JSONError {
        if let earlier = faultInValues(duplicateKeys) { return earlier }
        return bytes.withUnsafeBytes { text in
            let line = lineWithoutBlanks(valuesEnd..<text.count, in: text)
            var fault = JSONError(reason: reason, offset: streamOffset - streamStart + 1 - line.lowerBound)
            if let earlier = self.fault(in: line, of: text, duplicateKeys), earlier.reason != .truncated {
                fault = earlier
            }
            return translated(fault, in: line, of: text, following: valueCount)
        }
    }

    /// The first error among the lines that have ended.
    func faultInValues(_ duplicateKeys: JSONDocument.DuplicateKeys) -> JSONError? {
        bytes.withUnsafeBytes { text in
            // As every one of these lines was closed at its end, the commas between values are the line feeds.
            var scanner = ElementScanner(maximumDepth: .max)
            var watch = ElementScanner.Watch.everyComma
            var position = 1
            for following in 0..<valueCount {
                let start = position
                _ = scanner.readOn(in: text, from: &position, to: valuesEnd, &watch)
                let line = lineWithoutBlanks(start..<position, in: text)
                if let fault = fault(in: line, of: text, duplicateKeys) {
                    return translated(fault, in: line, of: text, following: following)
                }
                position += 1
            }
            return nil
        }
    }

    /// Where the last line in `lines` is, all but which are blank.
    private func lineWithoutBlanks(_ lines: Range<Int>, in text: UnsafeRawBufferPointer) -> Range<Int> {
        let lastFeed = text[lines].lastIndex(of: UInt8(ascii: "\n"))
        return (lastFeed.map { $0 + 1 } ?? lines.lowerBound)..<lines.upperBound
    }

    private func fault(
        in line: Range<Int>, of text: UnsafeRawBufferPointer, _ duplicateKeys: JSONDocument.DuplicateKeys
    ) -> JSONError? {
        let line = UnsafeRawBufferPointer(rebasing: text[line])
        // The mark of the whole text is not among the lines.
        if ByteOrderMark.length(in: line) > 0 { return JSONError(.unexpected(expected: "a value"), at: 0, in: line) }
        do throws(JSONError) {
            _ = try JSONDocument.parse(PaddedBytes(line), duplicateKeys: duplicateKeys)
            return nil
        } catch {
            return error
        }
    }

    /// An error in a line as one in the stream; `following` says how many lines with a value precede the line.
    private func translated(
        _ error: JSONError, in line: Range<Int>, of text: UnsafeRawBufferPointer, following: Int
    ) -> JSONError {
        let rest = UnsafeRawBufferPointer(rebasing: text[line])
        let blanks = text[1..<line.lowerBound].count { $0 == UInt8(ascii: "\n") }
        return JSONError(
            reason: error.reason, offset: streamStart - 1 + line.lowerBound + error.offset,
            line: firstLine + following + blanks, excerpt: JSONError(error.reason, at: error.offset, in: rest).excerpt)
    }
}
