import JSON
import Testing
import YAML

@Suite struct CoreSchemaTests {
    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func nulls(_ text: String) throws {
        #expect(try value(of: text).kind == .null)
    }

    @Test(arguments: [
        ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
    ])
    func booleans(_ text: String, _ expected: Bool) throws {
        #expect(try value(of: text).bool == expected)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-12", -12), ("007", 7), ("0o17", 15), ("0x1F", 31),
        ("0xff", 255),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("0x7FFFFFFFFFFFFFFF", Int64.max),
    ])
    func integers(_ text: String, _ expected: Int64) throws {
        #expect(try value(of: text).int64 == expected)
    }

    @Test(arguments: [
        ("1.0", 1), ("-1.5", -1.5), ("+.5", 0.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-2", 0.01), ("12e+1", 120),
        ("685230.15", 685230.15), ("1e-999", 0),
    ])
    func floats(_ text: String, _ expected: Double) throws {
        #expect(try value(of: text).kind == .double)
        #expect(try value(of: text).double == expected)
    }

    @Test(arguments: [
        "no", "No", "yes", "on", "off", "y", "n", "tRUE", "nULL", "none", "nil", "12:30", "2024-01-01",
        "2024-01-01T00:00:00Z",
        "1_000", "1,000", "0b11", "-0x1F", "-0o7", "0o8", "0xG", "0x", "0o", "0x+1", "+", "--", ".", "-.", "e3", ".e3",
        "1e",
        "1e+", "1.2.3", "1.0.0", "١٢", "0x１", "inf", "nan", "+.nan", "P1D", "us-east-1", "-1x", "=", "~x",
        "https://x.y/z",
    ])
    func strings(_ text: String) throws {
        #expect(try value(of: text).string == text)
    }

    @Test func numbersTooLargeForDoublesAndIntegersKeepTheirDigits() throws {
        #expect(try value(of: "9223372036854775808") == .unsigned(9_223_372_036_854_775_808))
        #expect(try value(of: "0xFFFFFFFFFFFFFFFF") == .unsigned(.max))
        #expect(try value(of: "18446744073709551616") == .digits("18446744073709551616"))
        #expect(try value(of: "+00018446744073709551616") == .digits("18446744073709551616"))
        #expect(try value(of: "-9223372036854775809") == .digits("-9223372036854775809"))
        #expect(try value(of: "1e999") == .digits("1e999"))
        #expect(try value(of: "-.5E+999") == .digits("-0.5e+999"))
        #expect(try value(of: "01.E999") == .digits("1e999"))
    }

    @Test(arguments: ["1e999", "-.5E+999", "+01.E999", "00018446744073709551616", "-99999999999999999999", "5.50e0999"])
    func keptDigitsAreJSON(_ text: String) throws {
        guard case .digits(let digits) = try value(of: text) else {
            Issue.record("\(text) fits")
            return
        }
        #expect(try JSONValue.parse(digits) == .digits(digits))
    }

    @Test(arguments: ["'12'", "\"12\"", "'true'", "\"null\"", "''", "\"\"", "'.inf'", "'<<'"])
    func quotedScalarsAreStrings(_ text: String) throws {
        #expect(try value(of: text).string == String(text.dropFirst().dropLast()))
    }

    @Test func blockScalarsAreStrings() throws {
        #expect(try value(of: "|-\n  12").string == "12")
        #expect(try value(of: ">-\n  true").string == "true")
    }

    @Test func coreTagsOverrideWhatATextLooksLike() throws {
        #expect(try value(of: "!!str 12").string == "12")
        #expect(try value(of: "!!str").string == "")
        #expect(try value(of: "!!str null").string == "null")
        #expect(try value(of: "!!int \"12\"").int64 == 12)
        #expect(try value(of: "!!float 1").kind == .double)
        #expect(try value(of: "!!float '1.5'").double == 1.5)
        #expect(try value(of: "!!bool 'true'").bool == true)
        #expect(try value(of: "!!null ''").kind == .null)
        #expect(try value(of: "!<tag:yaml.org,2002:str> 12").string == "12")
        #expect(try value(of: "!!seq [1]") == [1])
        #expect(try value(of: "!!map {a: 1}") == ["a": 1])
        #expect(try value(of: "! [1]") == [1])
        #expect(try YAMLNode.parse("%TAG !c! tag:yaml.org,2002:\n---\n!c!str 12").jsonValue == "12")
    }

    @Test func theSourceTextStaysAvailable() throws {
        let scalar = try #require(try YAMLNode.parse("version: 1.0")["version"]?.scalar)
        #expect(scalar.text == "1.0")
        #expect(scalar.style == .plain)
        #expect(scalar.value == .double(1))
    }

    private func value(of text: String) throws -> JSONValue {
        let node = try YAMLNode.parse("key: \(text)\n")
        return try #require(node["key"]).jsonValue
    }
}
