import Testing

@testable import Connector

@Suite struct SecretsTests {
    @Test(arguments: [
        // As it stands, and as a query, a path and a form have it; hexadecimal digits are capitals or not.
        ("p@ss quote", "with p@ss quote: 401", "with ***: 401"),
        ("p@ss quote", "http://a/p%40ss%20quote/x", "http://a/***/x"),
        ("p@ss quote", "http://a/p@ss%20quote/x", "http://a/***/x"),
        ("p@ss\"<ü", "http://a/p@ss%22%3c%c3%BC/x", "http://a/***/x"),
        ("@pass", "http://a/%40pass/%40pass?b=@pass", "http://a/***/***?b=***"),
        // A percent sign that begins nothing is encoded, and what is encoded already stays.
        ("100%ab c", "http://a/100%25ab%20c 100%ab c", "http://a/*** ***"),
        ("100%zz c", "http://a/100%25zz%20c", "http://a/***"),
        ("a%2Fb c", "http://a/a%2Fb%20c/x", "http://a/***/x"),
        ("pass%4", "pass%41 pass%4", "***1 ***"),
        // In JSON, also within a URL.
        ("p\"ss\\", #"{"a":"p\"ss\\"}"#, #"{"a":"***"}"#),
        ("p\"ss\\", "http://a/?f=%7B%22a%22:%22p%5C%22ss%5C%5C%22%7D", "http://a/?f=%7B%22a%22:%22***%22%7D"),
        // What is something else stays.
        ("p@ss quote", "p@ss+quot p%40ss%2 100% %", "p@ss+quot p%40ss%2 100% %"),
        ("abc", "abc", "abc"),
        ("%41%42%43", "ABC", "ABC"),
    ])
    func `a secret is found however a URL spells it`(secret: String, text: String, masked: String) {
        #expect(Secrets([secret]).masked(text) == masked)
    }

    @Test func `the longest secret is taken out first`() {
        #expect(Secrets(["abcd", "abcdefgh"]).masked("abcd%65fgh abcd") == "*** ***")
    }
}
