import Testing
import YAML

@Suite struct ErrorTests {
    @Test(arguments: [
        ("a:\n\tb: 2\n", "line 2, column 1: a tab is used as indentation; use spaces"),
        ("a: 1\n\tb: 2\n", "line 2, column 1: a tab is used as indentation; use spaces"),
        ("a: |\n\tx\n", "line 2, column 1: a tab is used as indentation; use spaces"),
        (
            "a: 1\nb\nc: 2\n",
            "line 2, column 1: a key without a colon; write `key: value`, with a space after the colon"
        ),
        (
            "a: b: c\n",
            "line 1, column 5: a colon makes a key where none can stand; indent it like its neighbours, write a space after"
                + " the colon before it, or put a value that contains `: ` in quotes"
        ),
        (
            "a: - b\n",
            "line 1, column 4: a list cannot begin here; put its first `- ` on a line of its own"
        ),
        (
            "a:\n    b: 1\n  c: 2\n",
            "line 3, column 3: the line is indented like no mapping around it, of which the nearest begins at line 1, column"
                + " 1; indent it like its neighbours"
        ),
        (
            "a: x\n- b\n",
            "line 2, column 1: the line is no key of the mapping that begins at line 1, column 1; write `key: value`, or"
                + " indent it as part of the value before"
        ),
        (
            "- a\nb: c\n",
            "line 2, column 1: the line is no item of the list that begins at line 1, column 1; begin it with `- `, or"
                + " indent it as part of the item before"
        ),
        (
            "a: 'it's'\n",
            "line 1, column 8: text follows a value that ended before it; put the whole value in one pair of quotes, or"
                + " begin a new line"
        ),
        (
            "- [a] b\n",
            "line 1, column 7: text follows a value that ended before it; put the whole value in one pair of quotes, or"
                + " begin a new line"
        ),
        ("a: @x\n", "line 1, column 4: no value can begin with `@`; put it in quotes"),
        ("é: %x\n", "line 1, column 4: no value can begin with `%`; put it in quotes"),
        ("a: ]\n", "line 1, column 4: no value can begin with `]`; put it in quotes"),
        ("a: ? b\n", "line 1, column 4: no value can begin with `?`; put it in quotes"),
        ("a: [1,,2]\n", "line 1, column 7: a value or a closing bracket is missing; write it"),
        ("a: [1,", "line 1, column 7: a value or a closing bracket is missing; write it"),
        ("a: 1\nb: \"c\nd: 2\n", "line 2, column 4: the quote that opens here is never closed; close it"),
        ("a: 'b\n---\n'", "line 1, column 4: the quote that opens here is never closed; close it"),
        (
            "a: [1, 2\nb: 3\n",
            "line 1, column 4: the `[` that opens here is not closed; a `,` or `]` is missing at line 2, column 2"
        ),
        (
            "a: {b: 1",
            "line 1, column 4: the `{` that opens here is not closed; a `,` or `}` is missing at line 1, column 9"
        ),
        (
            "a: \"\\q\"\n",
            "line 1, column 5: a backslash that begins no escape known in double quotes; write `\\\\`, or use single quotes"
        ),
        (
            "a: \"\\uD800\"\n",
            "line 1, column 7: a backslash that begins no escape known in double quotes; write `\\\\`, or use single quotes"
        ),
        (
            "a: *.x\n",
            "line 1, column 4: a `*` begins an alias, whose name has only letters, digits, `-` and `_`; put the value in"
                + " quotes if text is meant"
        ),
        (
            "a: & b\n",
            "line 1, column 4: a `&` begins an anchor, whose name has only letters, digits, `-` and `_`; put the value in"
                + " quotes if text is meant"
        ),
        (
            "a: !b!c d\n",
            "line 1, column 4: a `!` begins a tag, whose prefix is not defined; put the value in quotes if text is meant"
        ),
        ("%YAML 3.0\n---\na", "line 1, column 1: invalid YAML: found incompatible YAML document"),
        (
            "a: |0\n  b",
            "line 1, column 5: invalid YAML: found an indentation indicator equal to 0 while scanning a block scalar"
        ),
    ])
    func syntax(_ text: String, _ expected: String) {
        #expect(failures(of: text) == [expected])
    }

    @Test(arguments: [
        ("a: {{ config.x }}", 4), ("a: {{ config.x }}/b", 4), ("- {{ x['y'] }}", 3), ("a: [{{ x }}]", 5),
        ("a: {{ x }}: b", 4), ("a: {{ 'b' if c else 'd' }}", 4), ("{{ x }}", 1), ("a: 'b'\nc: {{ d }}", 4),
    ])
    func aTemplateWithoutQuotes(_ text: String, _ column: Int) {
        let place = YAMLPosition(line: text.split(separator: "\n").count, column: column)
        let message = "a value that begins with `{{` is a mapping in YAML; put the whole value in quotes: \"{{ … }}\""
        #expect(failures(of: text) == ["\(place): \(message)"])
    }

    @Test(arguments: [
        ("a: \0", "U+0000", "line 1, column 4"), ("é: 1\nb: c\u{7}", "U+0007", "line 2, column 5"),
        ("# \u{FFFE}", "U+FFFE", "line 1, column 3"), ("a\r\nb\u{85}c\u{2029}\u{7F}", "U+007F", "line 4, column 1"),
    ])
    func forbiddenCharacters(_ text: String, _ character: String, _ place: String) {
        let message = "cannot stand in YAML; remove it, or write an escape in double quotes"
        #expect(failures(of: text) == ["\(place): the character \(character) \(message)"])
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x20, 0xC3, 0xA9, 0x0A, 0xE9, 0x0A], "line 2, column 1"),
            ([0x61, 0xED, 0xA0, 0x80], "line 1, column 2"),
            ([0xFF, 0xFE, 0x61, 0x00], "line 1, column 1"), ([0x61, 0xE2], "line 1, column 2"),
            ([0xC0, 0x80], "line 1, column 1"),
            ([0xEF, 0xBB, 0xBF, 0x61, 0x80], "line 1, column 2"),
        ] as [([UInt8], String)])
    func bytesThatAreNotUTF8(_ bytes: [UInt8], _ place: String) {
        #expect(failures(of: bytes) == ["\(place): the text is not valid UTF-8; save it in that encoding"])
    }

    @Test(arguments: [
        (
            "a: 1\n--- # two\nb: 2\n",
            "line 2, column 1: a second document begins here; keep one, and remove the `---` between them"
        ),
        ("? [a]\n: b", "line 1, column 3: a list or mapping cannot be a key; use a text"),
        ("{? {b: 1} : c}", "line 1, column 4: a list or mapping cannot be a key; use a text"),
        ("- &x [1]\n- *x : c", "line 2, column 3: a list or mapping cannot be a key; use a text"),
        (
            "a: !foo x",
            "line 1, column 4: the tag `!foo` is unknown; remove it, or put the value in quotes if `!` is part of a text"
        ),
        (
            "a: !!set {b, c}",
            "line 1, column 4: the tag `!!set` is unknown; remove it, or put the value in quotes if `!` is part of a text"
        ),
        ("a: !!int 1.5", "line 1, column 4: the value is not what its tag `!!int` says; change one of them"),
        ("a: !!bool yes", "line 1, column 4: the value is not what its tag `!!bool` says; change one of them"),
        ("a: !!map x", "line 1, column 4: the value is not what its tag `!!map` says; change one of them"),
        ("a: !!seq {b}", "line 1, column 4: the value is not what its tag `!!seq` says; change one of them"),
        ("!!str [a]", "line 1, column 1: the value is not what its tag `!!str` says; change one of them"),
        (
            "a: -.Inf",
            "line 1, column 4: `-.Inf` is no number that JSON can hold; write a finite one, or put it in quotes if text is"
                + " meant"
        ),
        (
            "- .nan",
            "line 1, column 3: `.nan` is no number that JSON can hold; write a finite one, or put it in quotes if text is"
                + " meant"
        ),
        (
            "- 0x1FFFFFFFFFFFFFFFF",
            "line 1, column 3: `0x1FFFFFFFFFFFFFFFF` does not fit 64 bits; write it in decimal, or put it in quotes if text"
                + " is meant"
        ),
        (
            "a: *x\nb: &x 1",
            "line 1, column 4: no value before this has the anchor `&x`; add it, or put `*x` in quotes if text is meant"
        ),
        (
            "&x a: {b: [&y [*y]]}",
            "line 1, column 16: the alias `*y` stands inside the value it repeats; a value cannot contain itself"
        ),
        (
            "a: 1\n<<: 2",
            "line 2, column 5: only a mapping or a list of mappings can be merged by `<<`; put the key in quotes if it is an"
                + " ordinary one"
        ),
        (
            "<<: [{a: 1}, [2]]",
            "line 1, column 14: only a mapping or a list of mappings can be merged by `<<`; put the key in quotes if it is"
                + " an ordinary one"
        ),
        (
            "<<: {a: 1}\nb: 2\n<<: {c: 3}",
            "line 3, column 1: the key `<<` stands twice in one mapping, first at line 1, column 1; remove or rename one of"
                + " them"
        ),
    ])
    func content(_ text: String, _ expected: String) {
        #expect(failures(of: text) == [expected])
    }

    @Test func allDuplicateKeysAreFound() {
        let text =
            "a: 1\nb: 2\na: 3\nc: {d: 1, 'd': 2}\n\"a\": 4\n" + (0..<20).map { "k\($0): 0\n" }.joined()
            + "k7: 1\n1: x\n'1': y"
        func twice(_ key: String, _ first: String) -> String {
            "the key `\(key)` stands twice in one mapping, first at \(first); remove or rename one of them"
        }
        #expect(
            failures(of: text) == [
                "line 3, column 1: \(twice("a", "line 1, column 1"))",
                "line 4, column 11: \(twice("d", "line 4, column 5"))",
                "line 5, column 1: \(twice("a", "line 1, column 1"))",
                "line 26, column 1: \(twice("k7", "line 13, column 1"))",
                "line 28, column 1: \(twice("1", "line 27, column 1"))",
            ])
    }

    @Test func faultsOfContentAreToldTogetherWithTheFaultOfSyntaxThatEndsTheSearch() {
        let reasons = reasons(of: "<<: *x\na: !y &z 1\na: *z\nb: .nan\nc: [\n")
        #expect(
            reasons == [
                .unknownAnchor("x"), .unknownTag("!y"), .duplicateKey("a", first: YAMLPosition(line: 2, column: 1)),
                .notFinite(".nan"), .syntax(.missingValue),
            ])
    }

    @Test func longTextsAreCutShortAndControlCharactersBlank() {
        let key = "\"\\u0007\(String(repeating: "x", count: 100))\""
        let quoted = "` \(String(repeating: "x", count: 59))…`"
        #expect(failures(of: "{\(key): 1, \(key): 2}").first?.contains("the key \(quoted) stands twice") == true)
    }

    @Test func severalErrorsAreDescribedOnALineEach() throws {
        let error = #expect(throws: YAMLErrors.self) { try YAMLNode.parse("- .inf\n- *x") }
        #expect(error?.first.position == YAMLPosition(line: 1, column: 3))
        #expect(error?.first.message.hasPrefix("`.inf` is no number") == true)
        #expect(error?.description.split(separator: "\n").count == 2)
    }

    private func reasons(of text: String) -> [YAMLError.Reason] {
        do throws(YAMLErrors) {
            _ = try YAMLNode.parse(text)
            return []
        } catch {
            return error.all.map(\.reason)
        }
    }
}
