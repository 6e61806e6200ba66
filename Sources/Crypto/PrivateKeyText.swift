/// Finds the private key in PEM text (RFC 7468).
///
///     -----BEGIN <label>-----
///     base64 of the DER encoding, in lines
///     -----END <label>-----
///
/// Keys reach a configuration by way of JSON strings, environment variables and web forms. So line breaks may also be
/// the two characters `\n` (or `\r`), or spaces, or missing, and other blocks and text may stand around the key's.
enum PrivateKeyText {
    /// The DER encoding of the first private key in `text`.
    static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        let utf8 = Array(text.utf8)
        var position = 0
        var other: CryptoError?
        while let block = try nextBlock(in: utf8, from: &position) {
            switch block.label {
            case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY":
                return try decode(block.body)
            case "ENCRYPTED PRIVATE KEY":
                throw .encrypted
            default:
                other = other ?? .notAPrivateKey(found: name(of: block.label))
            }
        }
        throw other ?? .notPEM
    }

    private static func decode(_ body: ArraySlice<UInt8>) throws(CryptoError) -> [UInt8] {
        // The older way to encrypt keeps the label and adds header lines; base64 has no colon.
        if body.contains(UInt8(ascii: ":")) { throw .encrypted }
        var characters: [UInt8] = []
        characters.reserveCapacity(body.count)
        var isEscape = false
        for byte in body {
            if isEscape {
                isEscape = false
                guard byte == UInt8(ascii: "n") || byte == UInt8(ascii: "r") else { throw .malformed }
            } else if byte == UInt8(ascii: "\\") {
                isEscape = true
            } else if ![UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte) {
                characters.append(byte)
            }
        }
        guard !isEscape, let bytes = Base64.standard.decode(characters) else { throw .malformed }
        return bytes
    }

    private struct Block {
        var label: String
        var body: ArraySlice<UInt8>
    }

    private static func nextBlock(in text: [UInt8], from position: inout Int) throws(CryptoError) -> Block? {
        guard let begin = find("-----BEGIN ", in: text[position...]) else { return nil }
        guard let dashes = find("-----", in: text[begin.upperBound...]) else { throw .cutOff }
        let label = String(decoding: text[begin.upperBound..<dashes.lowerBound], as: UTF8.self)
        guard let end = find("-----END \(label)-----", in: text[dashes.upperBound...]) else { throw .cutOff }
        position = end.upperBound
        return Block(label: label, body: text[dashes.upperBound..<end.lowerBound])
    }

    private static func find(_ mark: String, in text: ArraySlice<UInt8>) -> Range<Int>? {
        var start = text.startIndex
        while let dash = text[start...].firstIndex(of: UInt8(ascii: "-")) {
            if text[dash...].starts(with: mark.utf8) { return dash..<dash + mark.utf8.count }
            start = dash + 1
        }
        return nil
    }

    /// Only labels known beforehand are repeated: what stands in the place of one may be a mangled key.
    private static func name(of label: String) -> String {
        switch label {
        case "CERTIFICATE": "a certificate"
        case "CERTIFICATE REQUEST": "a certificate request"
        case "PUBLIC KEY", "RSA PUBLIC KEY": "a public key"
        case "OPENSSH PRIVATE KEY": "a key in the format of OpenSSH (`ssh-keygen -p -m PEM` converts it)"
        case "DSA PRIVATE KEY": "a DSA key"
        default: "something else"
        }
    }
}
