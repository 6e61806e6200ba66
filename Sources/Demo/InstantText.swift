internal import DateTime
internal import JSON

/// Writes instants as `"2024-01-31T10:20:30Z"`, with the text of a day kept for those that follow.
struct InstantText: ~Copyable {
    /// The last text in its quotes.
    private var text = Array(#""0000-00-00T00:00:00Z""#.utf8)
    private var day: Int64?

    /// Writes a second since 1970.
    mutating func write(_ second: Int64, to json: inout JSONWriter) {
        let day = second / 86_400
        if day != self.day { begin(day) }
        let time = Int(second - day * 86_400)
        text.withUnsafeMutableBufferPointer { text in
            Self.write(time / 3_600, to: text, at: 12)
            Self.write(time / 60 % 60, to: text, at: 15)
            Self.write(time % 60, to: text, at: 18)
        }
        text.withUnsafeBytes { json.fragment($0) }
    }

    private mutating func begin(_ day: Int64) {
        self.day = day
        let date = (Timestamp(unixSeconds: day * 86_400) ?? .latest).date
        text.withUnsafeMutableBufferPointer { text in
            Self.write(date.year / 100, to: text, at: 1)
            Self.write(date.year % 100, to: text, at: 3)
            Self.write(date.month, to: text, at: 6)
            Self.write(date.day, to: text, at: 9)
        }
    }

    @inline(__always)
    private static func write(_ number: Int, to text: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
        text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10)
        text[place + 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10)
    }
}
