/// Bytes written with 64 characters, six bits each (RFC 4648, sections 4 and 5).
package struct Base64: Sendable {
    /// `+` and `/`, filled up with `=`: what most say when they say base64.
    package static let standard = Base64(alphabet: .standard, isPadded: true)
    /// `+` and `/`, without `=` at the end.
    package static let standardUnpadded = Base64(alphabet: .standard, isPadded: false)
    /// `-` and `_`, without `=` at the end, as JSON Web Signatures want it.
    package static let url = Base64(alphabet: .url, isPadded: false)
    /// `-` and `_`, filled up with `=`.
    package static let urlPadded = Base64(alphabet: .url, isPadded: true)

    /// What decoding does about carriage returns and line feeds.
    package enum LineBreaks: Sendable {
        case refuse
        case skip
    }

    private let alphabet: Alphabet
    private let isPadded: Bool

    /// Writes `input` on one line.
    package func encode(_ input: some CryptoInput) -> String {
        input.withBytes { bytes in
            let (groups, rest) = bytes.count.quotientAndRemainder(dividingBy: 3)
            let tail = rest == 0 ? 0 : isPadded ? 4 : rest + 1
            return String(unsafeUninitializedCapacity: groups * 4 + tail) { text in
                for group in 0..<groups {
                    let bits = Self.bits(bytes[group * 3], bytes[group * 3 + 1], bytes[group * 3 + 2])
                    for place in 0..<4 { text[group * 4 + place] = character(at: place, of: bits) }
                }
                guard tail > 0 else { return groups * 4 }
                let bits = Self.bits(bytes[groups * 3], rest == 2 ? bytes[groups * 3 + 1] : 0, 0)
                for place in 0..<tail {
                    text[groups * 4 + place] = place <= rest ? character(at: place, of: bits) : UInt8(ascii: "=")
                }
                return groups * 4 + tail
            }
        }
    }

    /// The bytes that `text` stands for; nil unless it is written exactly as `encode` writes them, save line breaks
    /// where they are skipped.
    ///
    /// So the other alphabet, padding that is missing or not wanted, and bits set behind the last byte are refused.
    package func decode(_ text: some CryptoInput, lineBreaks: LineBreaks = .refuse) -> [UInt8]? {
        text.withBytes { text in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count / 4 * 3 + 2)
            var bits: UInt32 = 0
            var characters = 0
            var padding = 0
            for byte in text {
                if let sextet = alphabet.value(of: byte), padding == 0 {
                    bits = bits << 6 | UInt32(sextet)
                    characters += 1
                    guard characters == 4 else { continue }
                    bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                    bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                    bytes.append(UInt8(truncatingIfNeeded: bits))
                    (bits, characters) = (0, 0)
                } else if byte == UInt8(ascii: "="), padding < 2 {
                    padding += 1
                } else if !(lineBreaks == .skip && (byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"))) {
                    return nil
                }
            }
            let wanted = isPadded && characters > 0 ? 4 - characters : 0
            guard characters != 1, padding == wanted else { return nil }
            switch characters {
            case 2:
                guard bits & 0x0F == 0 else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
            case 3:
                guard bits & 0x03 == 0 else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
            default: break
            }
            return bytes
        }
    }

    private static func bits(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
        UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
    }

    private func character(at place: Int, of bits: UInt32) -> UInt8 {
        alphabet.character(for: UInt8(bits >> (18 - 6 * UInt32(place)) & 0x3F))
    }
}

extension Base64 {
    /// The 64 characters: letters and digits in ASCII order of their kinds, and two more.
    private enum Alphabet {
        case standard
        case url

        private var secondToLast: UInt8 { self == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-") }
        private var last: UInt8 { self == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_") }

        func character(for value: UInt8) -> UInt8 {
            switch value {
            case ..<26: UInt8(ascii: "A") + value
            case ..<52: UInt8(ascii: "a") + value - 26
            case ..<62: UInt8(ascii: "0") + value - 52
            case 62: secondToLast
            default: last
            }
        }

        func value(of character: UInt8) -> UInt8? {
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
            case secondToLast: 62
            case last: 63
            default: nil
            }
        }
    }
}
