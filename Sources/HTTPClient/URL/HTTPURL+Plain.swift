extension HTTPURL {
    /// Reads an address that is written as `description` would write it, in one pass; nil for any other, whatever is the
    /// matter with it. Most addresses that answers tell are such ones.
    ///
    ///     plain = ( "http" / "https" ) "://" host [ ":" port ] path [ "?" query ]
    ///
    /// Host and scheme are in small letters; there is neither a fragment nor a percent sign, nor a segment that begins with a dot.
    init?(plain text: String) {
        let parsed = text.utf8.withContiguousStorageIfAvailable { Parts($0) } ?? nil
        guard let parts = parsed else { return nil }
        let end = text.utf8.count
        func string(_ range: Range<Int>) -> String {
            let utf8 = text.utf8
            let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            return String(text[start..<utf8.index(start, offsetBy: range.count)])
        }
        scheme = parts.scheme
        userInformation = nil
        host = string(parts.host)
        port = parts.port == parts.scheme.defaultPort ? nil : parts.port
        path = string(parts.host.upperBound + parts.portLength..<(parts.questionMark ?? end))
        query = parts.questionMark.map { string($0 + 1..<end) }
    }

    /// Where the parts of a plain address are, in bytes.
    private struct Parts {
        var scheme: Scheme
        var host: Range<Int>
        var port: Int?
        /// With the colon.
        var portLength = 0
        var questionMark: Int?

        init?(_ text: UnsafeBufferPointer<UInt8>) {
            var place: Int
            if text.starts(with: "https://".utf8) {
                (scheme, place) = (.https, 8)
            } else if text.starts(with: "http://".utf8) {
                (scheme, place) = (.http, 7)
            } else {
                return nil
            }
            let start = place
            while place < text.count, Characters.host.holds(text[place]) { place += 1 }
            host = start..<place
            if host.isEmpty { return nil }
            if place < text.count, text[place] == UInt8(ascii: ":") {
                var number = 0
                place += 1
                while place < text.count, text[place].isDigit, number <= 65_535 {
                    number = number * 10 + Int(text[place] - UInt8(ascii: "0"))
                    place += 1
                }
                portLength = place - host.upperBound
                guard portLength > 1, number <= 65_535 else { return nil }
                port = number
            }
            guard place < text.count, text[place] == UInt8(ascii: "/") else { return nil }
            while place < text.count {
                let byte = text[place]
                guard Characters.path.holds(byte) else { return nil }
                if questionMark == nil {
                    if byte == UInt8(ascii: "?") { questionMark = place }
                    if byte == UInt8(ascii: "."), text[place - 1] == UInt8(ascii: "/") { return nil }
                }
                place += 1
            }
        }
    }

    /// A set of characters of ASCII.
    private struct Characters {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        init(_ isMember: (UInt8) -> Bool) {
            for byte: UInt8 in 0..<64 where isMember(byte) { low |= 1 << UInt64(byte) }
            for byte: UInt8 in 64..<128 where isMember(byte) { high |= 1 << UInt64(byte - 64) }
        }

        func holds(_ byte: UInt8) -> Bool {
            byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
        }

        static let host = Characters {
            PercentEncoding.isUnreserved($0) && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0)
        }
        static let path = Characters { PercentEncoding.isUnreserved($0) || PercentEncoding.isDelimiter($0) }
    }
}
