internal import JSON

/// Filters between text and its encodings.
enum EncodingFilters {
    static let all = [
        Filter(
            "urlencode", summary: "the text with everything percent-encoded but letters, digits and `-._~`", urlEncode)
    ]

    /// Percent-encoding of all but the unreserved characters (RFC 3986, section 2.3).
    private static func urlEncode(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            guard value.kind != .array, value.kind != .object, let text = value.text else {
                throw .wants("text or a number", value)
            }
            let digits = Array("0123456789ABCDEF".utf8)
            var encoded: [UInt8] = []
            encoded.reserveCapacity(text.utf8.count)
            for byte in text.utf8 {
                if byte.isNamePart || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "~")
                {
                    encoded.append(byte)
                } else {
                    encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
                }
            }
            return .value(.string(String(decoding: encoded, as: UTF8.self)))
        }
    }
}
