import Connector
import JSON
import Testing

/// A field, a value, and what is wrong with it.
@Suite struct ConfigurationFieldTests {
    private typealias Change = @Sendable (inout ConfigurationField) -> Void

    struct Example: Sendable {
        var field: ConfigurationField
        var value: JSONValue
        var fault: String?

        init(
            _ type: ConfigurationField.ValueType, _ value: JSONValue, _ fault: String? = nil,
            _ change: (inout ConfigurationField) -> Void = { _ in }
        ) {
            field = ConfigurationField("field", type: type)
            change(&field)
            self.value = value
            self.fault = fault
        }
    }

    static let types: [Example] = [
        Example(.string, "a"), Example(.string, 1, "must be a string, not 1"),
        Example(.string, true, "must be a string, not true"), Example(.string, [], "must be a string"),
        Example(.string, ["a": 1], "must be a string"),
        Example(.integer, 1), Example(.integer, -1), Example(.integer, .unsigned(.max)),
        Example(.integer, .double(1.5), "must be a whole number, not 1.5"),
        Example(.integer, "1", #"must be a whole number"#),
        Example(.integer, true, "must be a whole number, not true"),
        Example(.number, 1), Example(.number, .double(1.5)), Example(.number, "1", #"must be a number"#),
        Example(.boolean, false), Example(.boolean, "false", #"must be true or false"#),
        Example(.boolean, 0, "must be true or false, not 0"),
        Example(.array, ["a"]), Example(.array, "a", #"must be a list"#),
        Example(.object, [:] as JSONValue), Example(.object, "{}", #"must be an object"#),
        Example(.any, 1), Example(.any, [nil]),
    ]

    static let bounds: [Example] = [
        Example(.integer, 0, "must be at least 1, not 0") { $0.minimum = 1 }, Example(.integer, 1) { $0.minimum = 1 },
        Example(.integer, 11, "must be at most 10, not 11") { $0.maximum = 10 },
        Example(.integer, 10) { $0.maximum = 10 },
        Example(.number, .double(0.2), "must be at least 0.5, not 0.2") { $0.minimum = 0.5 },
        Example(.string, "a", #"must have at least 2 characters"#) { $0.minimumLength = 2 },
        Example(.string, "é👍") {
            $0.minimumLength = 2; $0.maximumLength = 2
        },
        Example(.string, "abc", #"must have at most 2 characters"#) { $0.maximumLength = 2 },
        Example(.string, "", "must have at least 1 characters") { $0.minimumLength = 1 },
        Example(.string, "", "must not be empty") { $0.isRequired = true }, Example(.string, ""),
        Example(.string, "c", #"must be one of "a", "b""#) { $0.allowedValues = ["a", "b"] },
        Example(.string, "b") { $0.allowedValues = ["a", "b"] },
        Example(.integer, 3, "must be one of 1, 2, not 3") { $0.allowedValues = [1, 2] },
    ]

    static let patterns: [Example] = [
        Example(.string, "ab1") { $0.pattern = "[a-z]+[0-9]" },
        Example(.string, "ab1") { $0.pattern = "^[a-z]+[0-9]$" },
        Example(.string, "xab1 ", #"must match the pattern `[a-z]+[0-9]`"#) { $0.pattern = "[a-z]+[0-9]" },
        Example(.string, "ab\n", #"must match the pattern `^[a-z]+$`"#) { $0.pattern = "^[a-z]+$" },
        Example(.string, "b") { $0.pattern = "^a|b$" },
        Example(.string, "a$") { $0.pattern = "^a[$]$" },
        Example(.string, "a\\") { $0.pattern = "^a\\\\$" },
        Example(.string, "a", #"must match the pattern `(`"#) { $0.pattern = "(" },
    ]

    static let formats: [Example] = [
        Example(.string, "2024-02-29") { $0.format = .date },
        Example(.string, "2023-02-29", #"must be a date such as 2024-12-31"#) { $0.format = .date },
        Example(.string, "2024-12-31T00:00:00Z", #"must be a date such as 2024-12-31"#) {
            $0.format = .date
        },
        Example(.string, "2024-12-31T00:00:00Z") { $0.format = .dateTime },
        Example(.string, "2024-12-31T00:00:00+02:00") { $0.format = .dateTime },
        Example(.string, "noon", #"must be a moment such as 2024-12-31T00:00:00Z"#) {
            $0.format = .dateTime
        },
        Example(.string, "https://a.example") { $0.format = .uri },
        Example(.string, "a.example", #"must be a URL such as https://example.com"#) {
            $0.format = .uri
        },
        Example(.string, "https://", #"must be a URL such as https://example.com"#) {
            $0.format = .uri
        },
        Example(.string, "https://a b", #"must be a URL such as https://example.com"#) {
            $0.format = .uri
        },
        Example(.string, "a@b.example") { $0.format = .email },
        Example(.string, "a@b@c", #"must be an e-mail address"#) { $0.format = .email },
        Example(.string, "@b", #"must be an e-mail address"#) { $0.format = .email },
        Example(.string, #"{"a": 1}"#) { $0.format = .json }, Example(.string, ["a": 1]) { $0.format = .json },
        Example(.object, #"{"a": 1}"#) { $0.format = .json }, Example(.object, ["a": 1]) { $0.format = .json },
        Example(.string, "{a: 1}", #"must be a text that holds JSON"#) { $0.format = .json },
        Example(.string, 7, "must be a string, not 7") { $0.format = .json },
    ]

    @Test(arguments: types + bounds + patterns + formats)
    func `says what is wrong with a value`(_ example: Example) {
        #expect(example.field.fault(in: example.value) == example.fault)
    }

    @Test(arguments: types + bounds + patterns + formats)
    func `does not show a secret value`(_ example: Example) {
        var field = example.field
        field.isSecret = true
        let fault = field.fault(in: example.value)
        #expect((fault == nil) == (example.fault == nil))
        #expect(fault?.contains(", not ") != true)
        #expect(fault.map { example.fault?.hasPrefix($0) == true } != false)
    }

    @Test func `knows which patterns are none`() {
        #expect(ConfigurationField.fault(inPattern: "^[a-z]{2,3}$") == nil)
        #expect(
            ConfigurationField.fault(inPattern: "[a")
                == "`[a` is not a regular expression as RFC 9485 (I-Regexp) has them")
    }
}
