import JSON
import Testing

@Suite struct EqualityTests {
    static let pairs: [(String, String, Bool)] = [
        ("1", "1.0", true), ("1e2", "100", true), ("18446744073709551615", "18446744073709551615", true),
        ("18446744073709551616", "18446744073709551616", true), ("1", "2", false),
        ("9007199254740993", "9007199254740992.0", false),
        ("0", "-0.0", true), ("\"1\"", "1", false), ("null", "false", false), ("\"é\"", "\"e\u{301}\"", false),
        ("[1,2]", "[1,2.0]", true), ("[1,2]", "[2,1]", false), ("[1]", "[1,1]", false),
        (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, true), (#"{"a":1}"#, #"{"a":1,"b":2}"#, false),
        (#"{"a":1}"#, #"{"b":1}"#, false), ("[]", "{}", false), ("{}", "{}", true),
    ]

    @Test(arguments: pairs)
    func `compares values and views alike`(left: String, right: String, areEqual: Bool) throws {
        let views = (try JSONDocument.parse(left).root, try JSONDocument.parse(right).root)
        #expect((views.0 == views.1) == areEqual)
        let values = (JSONValue(views.0), JSONValue(views.1))
        #expect((values.0 == values.1) == areEqual)
        if areEqual { #expect(values.0.hashValue == values.1.hashValue) }
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, #"{"a":1,"b":2}"#, false), (#"{"a":1,"a":1}"#, #"{"a":1,"a":1}"#, true),
        (#"{"a":1,"b":2,"c":3}"#, #"{"c":3,"a":1,"b":2}"#, true),
    ])
    func `compares in both directions alike, whatever keys a document kept`(left: String, right: String, areEqual: Bool)
        throws
    {
        let one = try JSONDocument.parse(left, duplicateKeys: .keep).root
        let other = try JSONDocument.parse(right, duplicateKeys: .keep).root
        #expect((one == other) == areEqual)
        #expect((other == one) == areEqual)
    }
}
