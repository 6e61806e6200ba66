import Crypto
import TestSupport
import Testing

@Suite("Hexadecimal")
struct HexTests {
    @Test("RFC 4648, section 10, in lower case")
    func published() {
        let vectors = [
            "": "", "f": "66", "fo": "666f", "foo": "666f6f", "foob": "666f6f62", "fooba": "666f6f6261",
            "foobar": "666f6f626172",
        ]
        for (plain, encoded) in vectors {
            #expect(Hex.encode(plain) == encoded)
            #expect(Hex.decode(encoded) == Array(plain.utf8))
        }
    }

    @Test("Every byte survives, in either case")
    func roundTrip() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
    }

    @Test(
        "What is not hexadecimal is refused", arguments: ["0", "0g", "g0", "00 ", "0x00", "/0", ":0", "@0", "G0", "`0"])
    func refused(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

@Suite("Base64")
struct Base64Tests {
    /// RFC 4648, section 10.
    static let vectors = [
        "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]

    @Test("Published vectors")
    func published() {
        for (plain, encoded) in Self.vectors {
            let bytes = Array(plain.utf8)
            let unpadded = String(encoded.prefix { $0 != "=" })
            for base64 in [Base64.standard, .urlPadded] {
                #expect(base64.encode(plain) == encoded)
                #expect(base64.decode(encoded) == bytes)
                if unpadded != encoded { #expect(base64.decode(unpadded) == nil) }
            }
            for base64 in [Base64.standardUnpadded, .url] {
                #expect(base64.encode(plain) == unpadded)
                #expect(base64.decode(unpadded) == bytes)
                if unpadded != encoded { #expect(base64.decode(encoded) == nil) }
            }
        }
    }

    @Test("The two alphabets")
    func alphabets() {
        // RFC 7515, appendix C.
        #expect(Base64.url.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
        #expect(Base64.standard.encode([3, 236, 255, 224, 193]) == "A+z/4ME=")
        #expect(Base64.url.decode("A+z/4ME") == nil)
        #expect(Base64.standard.decode("A-z_4ME=") == nil)
        // All 64 characters in order.
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        #expect(Base64.standard.decode(alphabet).map { Base64.standard.encode($0) } == alphabet)
    }

    @Test(
        "What no encoder writes is refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "Zm9v=", "=", "==", "====", "Zg==Zg==", "Z=g=", "Zm9v Zm9v",
            "Zm9vZm9v\n", "Zh==", "Zo==", "Zm9=", "Zm+=", "Zm9v!m9v", "é",
        ])
    func refused(_ text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test("Line breaks are skipped on request, and nothing else")
    func lineBreaks() {
        #expect(Base64.standard.decode("Zm9v\r\nYg\n=\n=\n", lineBreaks: .skip) == Array("foob".utf8))
        #expect(Base64.standard.decode("Zm9v\nYg==") == nil)
        #expect(Base64.standard.decode("Zm9v Yg==", lineBreaks: .skip) == nil)
    }

    @Test("Random bytes survive, and no two texts stand for the same bytes")
    func roundTrip() {
        var generator = SeededRandom(seed: 2)
        let characters = Array("ABCabc019-_=".utf8)
        for length in 0..<500 {
            let bytes = generator.bytes(length)
            for base64 in [Base64.standard, .standardUnpadded, .url, .urlPadded] {
                #expect(base64.decode(base64.encode(bytes)) == bytes)
            }
            let text = (0..<length % 9).map { _ in characters[Int.random(in: characters.indices, using: &generator)] }
            if let decoded = Base64.urlPadded.decode(text) {
                #expect(Array(Base64.urlPadded.encode(decoded).utf8) == text)
            }
        }
    }
}
