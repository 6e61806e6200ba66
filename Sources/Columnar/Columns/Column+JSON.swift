internal import DateTime
internal import JSON

// Values back as JSON, for columns that become text.
extension Column {
    /// Writes the value of a slot. Members that are null, or were left out, are left out.
    func write(_ slot: Int, to writer: inout JSONWriter) {
        guard slot < count, isValid(slot) else { return writer.null() }
        switch kind {
        case .null: writer.null()
        case .boolean: writer.bool(words[slot >> 6] >> UInt64(slot & 63) & 1 == 1)
        case .integer: writer.integer(int64s[slot])
        case .double: writer.double(doubles[slot])
        case .decimal: writer.value(.digits(DecimalText.write(value(slot), scale: scale)))
        case .string, .text: writer.string(utf8(slot))
        case .json: writer.json(UnsafeRawBufferPointer(utf8(slot)))
        case .timestamp, .date, .time, .uuid, .binary: writer.string(text(slot))
        case .list: writeElements(slot, to: &writer)
        case .structure: writeMembers(slot, to: &writer)
        }
    }

    private func writeElements(_ slot: Int, to writer: inout JSONWriter) {
        writer.beginArray()
        for element in Int(offsets[slot])..<Int(offsets[slot + 1]) { children.pointee.write(element, to: &writer) }
        writer.endArray()
    }

    private func writeMembers(_ slot: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        for child in 0..<childCount where slot < children[child].count && children[child].isValid(slot) {
            writer.key(children[child].name)
            children[child].write(slot, to: &writer)
        }
        writer.endObject()
    }

    /// The text of a value that JSON writes as a string.
    private func text(_ slot: Int) -> String {
        switch kind {
        case .timestamp: (Timestamp(unixMicroseconds: int64s[slot]) ?? .unixEpoch).iso8601()
        case .date: CivilDate(daysSinceEpoch: Int(offsets[slot]))?.description ?? ""
        case .time: TimeText.write(int64s[slot])
        case .uuid: UUIDText.write(value(slot))
        default: Base64Text.write(utf8(slot))
        }
    }

    private func value<Value: BitwiseCopyable>(_ slot: Int) -> Value {
        values.loadUnaligned(fromByteOffset: slot * MemoryLayout<Value>.size, as: Value.self)
    }

    func utf8(_ slot: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(offsets[slot])
        return UnsafeBufferPointer(start: bytes + start, count: Int(offsets[slot + 1]) - start)
    }

    /// Writes the value of a slot as the text that a column of strings holds for it.
    func writeText(_ slot: Int, to writer: inout JSONWriter) {
        switch kind {
        case .timestamp, .date, .time, .uuid, .binary:
            var text = text(slot)
            text.withUTF8 { writer.json(UnsafeRawBufferPointer($0)) }
        case .string, .text, .json: writer.json(UnsafeRawBufferPointer(utf8(slot)))
        case .double: writer.text(of: doubles[slot])
        default: write(slot, to: &writer)
        }
    }
}

extension JSONWriter {
    /// Writes a number as a column of texts has it: a whole one without a point, since nobody knows any more whether it had one.
    mutating func text(of number: Double) {
        if let whole = Int64(exactly: number), ColumnType.integersOfDoubles.contains(whole),
            whole != 0 || number.sign == .plus
        {
            integer(whole)
        } else {
            double(number)
        }
    }
}
