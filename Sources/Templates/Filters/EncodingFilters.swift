internal import Crypto
internal import JSON

/// Filters between text and its encodings.
enum EncodingFilters {
    static let all = [
        Filter(
            "urlencode", summary: "the text with everything percent-encoded but letters, digits and `-._~`", urlEncode),
        Filter("b64encode", aliases: ["base64encode"], summary: "the text's UTF-8 in base64", base64Encode),
        Filter(
            "b64decode", aliases: ["base64decode"],
            summary: "the text that a base64 text, of either alphabet, stands for", base64Decode),
        Filter(
            "hash", .required("algorithm"),
            summary: "the digest of the text in hexadecimal digits: `md5`, `sha1`, `sha256`, `sha384` or `sha512`", hash
        ),
        Filter(
            "hmac", .required("key"), .optional("algorithm", "'sha256'"),
            summary: "the keyed digest of the text in hexadecimal digits", hmac),
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

    private static func base64Encode(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.string(Base64.standard.encode(try value.requiredText()))) }
    }

    /// Accepts both alphabets, and padding or none.
    private static func base64Decode(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            let text = try value.requiredText()
            let isURLAlphabet = text.utf8.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
            let padding = String(repeating: "=", count: (4 - digits.count % 4) % 4)
            let padded = text.utf8.count == digits.count ? text + padding : text
            guard let bytes = (isURLAlphabet ? Base64.urlPadded : .standard).decode(padded) else {
                throw FilterFault("cannot read its text: it is not base64")
            }
            guard let decoded = String(validating: bytes, as: UTF8.self) else {
                throw FilterFault("cannot make text of what it read: it is not UTF-8")
            }
            return .value(.string(decoded))
        }
    }

    private static let algorithms: [(String, HashAlgorithm)] = [
        ("md5", .md5), ("sha1", .sha1), ("sha256", .sha256), ("sha384", .sha384), ("sha512", .sha512),
    ]

    private static func hash(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let algorithm = try arguments.choice(0, of: algorithms)
        return { (value) throws(FilterFault) in
            .value(.string(Hex.encode(algorithm.digest(of: try value.requiredText()))))
        }
    }

    private static func hmac(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let key = try arguments.text(0)
        let algorithm = try arguments.choice(1, of: algorithms, orElse: "sha256")
        return { (value) throws(FilterFault) in
            let code = algorithm.authenticationCode(for: try value.requiredText(), key: key)
            return .value(.string(Hex.encode(code)))
        }
    }
}
