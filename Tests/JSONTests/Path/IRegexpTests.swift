import Testing

@testable import JSON

@Suite struct IRegexpTests {
    /// An expression, texts it covers, and texts it does not.
    @Test(
        arguments: [
            ("", [""], ["a"]),
            ("abc", ["abc"], ["", "ab", "abcd", "xabc", "ABC"]),
            ("a|b|", ["a", "b", ""], ["ab", "|"]),
            ("a|bc|d", ["a", "bc", "d"], ["abc", "ac", "bd", ""]),
            ("(a|b)c", ["ac", "bc"], ["a", "c", "abc"]),
            ("a*", ["", "a", "aaaa"], ["b", "ab"]),
            ("a+b?", ["a", "aaab"], ["", "b", "abb"]),
            ("(ab)+", ["ab", "abab"], ["", "aba"]),
            ("(a*)*", ["", "aaa"], ["b"]),
            ("(a|b*)*c", ["c", "abbac"], ["ab"]),
            ("a{3}", ["aaa"], ["aa", "aaaa"]),
            ("a{2,}", ["aa", "aaaaa"], ["a"]),
            ("a{1,3}", ["a", "aa", "aaa"], ["", "aaaa"]),
            ("a{0}b", ["b"], ["ab"]),
            ("(ab|c){2,3}", ["abc", "cccc".prefix(3).description, "abab"], ["c", "cccc"]),
            ("a.c", ["abc", "a\u{2028}c", "a🙂c"], ["ac", "a\nc", "a\rc"]),
            ("[abc]", ["a", "c"], ["d", "", "ab"]),
            ("[^abc]", ["d", "\n", "🙂"], ["a", ""]),
            ("[a-cx-z]", ["b", "y"], ["d", "-"]),
            ("[-a]", ["-", "a"], ["b"]),
            ("[a-]", ["-", "a"], ["b"]),
            ("[^-]", ["a"], ["-"]),
            ("[0-9A-Fa-f]{4}", ["00fF"], ["00g0", "000"]),
            ("[.*+?(){}|$]", [".", "*", "|", "$", "}"], ["a"]),
            (#"[\]\[\\\-\^\n]"#, ["]", "[", "\\", "-", "^", "\n"], ["n"]),
            ("[\u{4E00}-\u{9FFF}]", ["王"], ["a"]),
            ("[c-ea-d]", ["a", "b", "c", "d", "e"], ["f"]),
            (#"\(\)\*\+\-\.\?\[\\\]\^\{\|\}"#, [#"()*+-.?[\]^{|}"#], [""]),
            (#"\n\r\t"#, ["\n\r\t"], ["nrt"]),
            (#"\p{Lu}\p{L}*"#, ["Ab", "Éa", "Ж"], ["ab", "1"]),
            (#"\P{L}"#, ["1", " "], ["a"]),
            (#"[\p{Nd}x]"#, ["7", "٣", "x"], ["y", "½"]),
            (#"[^\p{Z}\P{L}]"#, ["a"], [" ", "1"]),
            (#"\p{S}\p{Sc}\p{P}\p{Zs}\p{Cc}\p{Mn}\p{Cn}\p{Co}"#, ["+€! \u{7}\u{301}\u{378}\u{E000}"], [""]),
            ("^a$", ["a"], ["^a$"]),
            ("a^b", [], ["ab", "a^b"]),
            ("(^a|b)c$", ["ac", "bc"], ["aac"]),
        ] as [(String, [String], [String])])
    func `covers texts`(expression: String, covered: [String], others: [String]) throws {
        let compiled = try IRegexp(expression.utf8)
        for text in covered { #expect(matches(compiled, text, entirely: true), "\(text)") }
        for text in others { #expect(!matches(compiled, text, entirely: true), "\(text)") }
    }

    @Test(arguments: [
        ("b+", "abc", true), ("b", "ac", false), ("", "", true), ("", "abc", true), ("^b", "ab", false),
        ("^a", "ab", true),
        ("b$", "ab", true), ("a$", "ab", false), ("^$", "", true), ("^$", "a", false), ("aab", "aaab", true),
        ("[^a]", "aaa", false), ("ë$", "Zoë", true), ("a.c|d", "xxd", true),
    ])
    func `finds a match inside a text`(expression: String, text: String, isFound: Bool) throws {
        #expect(try matches(IRegexp(expression.utf8), text, entirely: false) == isFound)
    }

    @Test(arguments: [
        "(", ")", "a)", "(a", "*", "+a", "a**", "a+?", "?", "{", "}", "a{", "a{}", "a{,2}", "a{2", "a{2,1}", "a{1,2,3}",
        "a{x}",
        "[", "]", "[]", "[^]", "[a", "[b-a]", "[a-b-c]", "[a--]", "[--a]", "[a[b]]", "[\\d]", "\\d", "\\w", "\\$", "\\",
        "\\u0041",
        "\\p", "\\p{", "\\p{}", "\\p{Lx}", "\\p{Cs}", "\\p{Latin}", "\\p{IsBasicLatin}", "[a-\\p{L}]", "(?:a)", "|*",
    ])
    func `refuses what RFC 9485 does`(expression: String) {
        #expect(throws: IRegexp.Failure.invalid) { try IRegexp(expression.utf8) }
    }

    @Test(arguments: [
        "a{2001}", "(a{50}){50}", "((((a{9}){9}){9}){9}){9}", "a{99999999999999999999999}", "(a|b){0,1000}",
        String(repeating: "(", count: 100) + String(repeating: ")", count: 100), String(repeating: "ab", count: 2000),
        String(repeating: "a|", count: 2000),
        "[" + String(String.UnicodeScalarView((0..<2001).map { Unicode.Scalar(0x4E00 + $0 * 2) ?? "x" })) + "]",
        String(repeating: "()", count: 100_000), "(((((){2000}){2000}){2000}){2000}){2000}a{2001}",
    ])
    func `bounds the size of an expression`(expression: String) {
        #expect(throws: IRegexp.Failure.tooLarge) { try IRegexp(expression.utf8) }
    }

    @Test(arguments: [
        ("(a*)*b", "a"), ("(a|a)*b", "a"), ("(a|aa)+$b", "a"), ("(a?){300}a{300}b", "a"), ("(.*){20}x", "a"),
        ("((((a*)*)*)*)*b", "a"), ("[^b]*[^b]*[^b]*b", "a"),
    ])
    func `takes linear time`(expression: String, letter: String) throws {
        let compiled = try IRegexp(expression.utf8)
        #expect(!matches(compiled, String(repeating: letter, count: 1000), entirely: true))
        #expect(!matches(compiled, String(repeating: letter, count: 1000), entirely: false))
    }

    @Test func `knows every general category`() throws {
        var assigned = 0
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 97) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let kinds = ["L", "M", "N", "P", "S", "Z", "C"].filter {
                ScalarCategories(name: $0)?.contains(scalar) == true
            }
            #expect(kinds.count == 1, "\(value)")
            assigned += kinds == ["C"] ? 0 : 1
        }
        #expect(assigned > 1000)
    }

    private func matches(_ expression: IRegexp, _ text: String, entirely: Bool) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { expression.matches($0, entirely: entirely) }
    }
}
