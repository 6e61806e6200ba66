internal import DateTime

/// Times of the day as ISO 8601 writes them: `10:20`, `10:20:30.123456`, with or without an offset.
enum TimeText {
    /// Microseconds since midnight, in UTC where there is an offset; what is finer is cut off.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        // An ordinary day in front makes it a timestamp; more than 64 bytes are no time.
        guard text.count <= 64 else { return nil }
        let timestamp = Array("1970-01-02T".utf8) + text
        guard let reading = timestamp.withUnsafeBufferPointer({ ISO8601.read($0) }) else { return nil }
        let day: Int64 = 86_400_000_000
        return reading.timestamp.unixMicroseconds % day
    }

    /// The text of a time, with as many decimals as it needs of none, three and six.
    static func write(_ microseconds: Int64) -> String {
        let text = (Timestamp(unixMicroseconds: microseconds) ?? .unixEpoch).iso8601()
        return String(text.dropFirst(11).dropLast())
    }
}
