import JSON
import TestSupport
import Testing

@Suite struct WriterTests {
    @Test func `puts commas where they belong`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.integer(1)
        writer.integer(Int8(-2))
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.key("b")
        writer.null()
        writer.key("c")
        writer.value(["x": [true, nil]])
        writer.endObject()
        writer.newline()
        writer.bool(false)
        #expect(writer.text == #"{"a":[1,-2,{},[]],"b":null,"c":{"x":[true,null]}}"# + "\nfalse")
    }

    @Test func `escapes what must be escaped and nothing else`() throws {
        let text =
            (0..<0x30).compactMap { Unicode.Scalar($0).map { String(Character($0)) } }.joined()
            + "\u{7F}\"\\/é🙂\u{2028}"
        let expected =
            ##""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013"##
            + ##"\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f !\"#$%&'()*+,-./"##
            + "\u{7F}\\\"\\\\/é🙂\u{2028}\""
        #expect(JSONValue.string(text).description == expected)
        let document = try JSONDocument.parse(expected)
        #expect(document.root.string == text)
        #expect(document.root.description == expected)
    }

    @Test func `escapes at every place of strings of every length`() throws {
        for length in 0..<40 {
            for place in 0..<max(length, 1) {
                var scalars = Array(repeating: "a", count: length)
                if length > 0 { scalars[place] = "\"" }
                let value = JSONValue.array([.string(scalars.joined()), "next"])
                let text = value.description
                let document = try JSONDocument.parse(text)
                #expect(JSONValue(document.root) == value)
                #expect(document.root.description == text)
                #expect(JSONDocument(value).root.description == text)
            }
        }
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (0.1, "0.1"), (1.0 / 3.0, "0.3333333333333333"), (100.0, "100.0"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"), (1e-5, "0.00001"), (9e-6, "9e-06"), (Double.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (123456789.125, "123456789.125"), (0.05, "0.05"), (-12.5, "-12.5"), (1234.5678, "1234.5678"),
        (99_999_999_999.99, "99999999999.99"), (0.0001, "0.0001"), (9.99, "9.99"), (4.35, "4.35"),
        (99_999_999_999_999.9, "99999999999999.9"), (999_999_999_999_999.9, "999999999999999.9"),
        (-2.5e-10, "-2.5e-10"), (Double.infinity, "null"), (Double.nan, "null"),
    ])
    func `writes doubles shortest`(value: Double, text: String) {
        #expect(JSONValue.double(value).description == text)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -10, -1, 0, 9, 10, 99, 100, 999_999, Int64.max])
    func `writes whole numbers exactly`(number: Int64) throws {
        #expect(JSONValue.integer(number).description == String(number))
        #expect(try JSONDocument.parse(String(number)).root.description == String(number))
    }

    @Test func `writes unsigned numbers and digits exactly`() throws {
        for text in [
            "18446744073709551615", "9223372036854775808", "10000000000000000000", "184467440737095516160", "-1e999",
        ] {
            #expect(try JSONDocument.parse(text).root.description == text)
            #expect(try JSONValue.parse(text).description == text)
        }
    }

    @Test func `reads back what it wrote`() throws {
        var generator = RandomJSON(seed: 4)
        for _ in 0..<2_000 {
            let value = generator.value()
            let text = value.description
            let document = try JSONDocument.parse(text)
            #expect(JSONValue(document.root) == value)
            #expect(document.root.description == text)
            #expect(JSONDocument(value).root == document.root)
        }
    }

    @Test func `writes amounts as the general conversion does`() throws {
        var random = SeededRandom(seed: 6)
        for _ in 0..<20_000 {
            let scale = Double(random.pick([1, 10, 100, 1000, 10_000, 100_000]))
            let value = Double(random.below(1 << random.below(50))) / scale
            let text = JSONValue.double(value).description
            #expect(text == "\(value)" || "\(value)".contains("e"), "\(value)")
            #expect(try JSONDocument.parse(text).root.double?.bitPattern == value.bitPattern)
        }
    }

    @Test func `keeps every bit of a double`() throws {
        var generator = RandomJSON(seed: 5)
        for _ in 0..<20_000 {
            let value = generator.double()
            let text = JSONValue.double(value).description
            #expect(try JSONDocument.parse(text).root.double?.bitPattern == value.bitPattern, "\(text)")
        }
    }

    @Test func `writes every value where its buffer ends`() throws {
        let text =
            #"{"a":[[[[]]],{}],"b":-9223372036854775808,"c":1234.56,"d":"e\"f","g":1e-300,"h":true,"i":1e999,"j":""}"#
        let document = try JSONDocument.parse(text)
        // The memory grows first at 256 bytes, then at 384: each byte of the text is written at both borders.
        for length in 100..<400 {
            var writer = JSONWriter(capacity: 256)
            let filling = String(repeating: "x", count: length)
            writer.string(filling)
            writer.newline()
            writer.value(document.root)
            #expect(writer.text == "\"\(filling)\"\n" + text)
        }
    }

    @Test func `writes whole numbers of every length`() throws {
        var magnitude: Int64 = 1
        while magnitude < Int64.max / 10 {
            for number in [magnitude, magnitude * 10 - 1, magnitude + magnitude / 7 * 3, -magnitude] {
                #expect(try JSONDocument.parse(String(number)).root.description == String(number))
            }
            magnitude *= 10
        }
    }
}
