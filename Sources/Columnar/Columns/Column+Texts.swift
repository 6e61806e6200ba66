internal import DateTime

// Values that JSON writes as strings and the column holds as something else.
extension Column {
    /// What is finer than a microsecond is cut off where the connector declared the column, and keeps an inferred one
    /// from being of timestamps.
    mutating func appendTimestamp(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let reading = ISO8601.read(text) else { return false }
        let isExact = !reading.isDateOnly && reading.timestamp.nanosecond % 1000 == 0
        guard isExact || isDeclared else { return false }
        appendFixed(reading.timestamp.unixMicroseconds)
        return true
    }

    mutating func appendDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let reading = ISO8601.read(text), reading.isDateOnly,
            let days = Int32(exactly: reading.timestamp.date.daysSinceEpoch)
        else { return false }
        appendFixed(days)
        return true
    }

    mutating func appendTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let microseconds = TimeText.read(text) else { return false }
        appendFixed(microseconds)
        return true
    }

    mutating func appendUUID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let bytes = UUIDText.read(text) else { return false }
        appendFixed(bytes)
        return true
    }

    mutating func appendBinary(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let decoded = Base64Text.read(text) else { return false }
        return decoded.withUnsafeBytes { appendCopy(of: $0) }
    }
}
