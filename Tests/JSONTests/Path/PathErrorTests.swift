import JSON
import Testing

/// A text, the number of the character that is wrong, and the sentence that says so.
@Suite struct PathErrorTests {
    private static let name = "expected a name or *; a name with other characters is written ['…']"
    private static let step = "expected . or [ or the end; a name with other characters is written ['…']"
    private static let selector = "expected a name in quotes, an index, a slice, * or a filter; every element is [*]"
    private static let term = "expected @, $, a string in quotes, a number, true, false, null or a function"
    private static let integer = "a whole number lies between -9007199254740991 and 9007199254740991"
    private static let zero = "a whole number has no leading zero, and zero no sign"
    private static let several =
        "this may select several values; use only names and single indexes, or count() or value()"
    private static let truth = "this function is true or false already and has no value to use"
    private static let space = "a name does not begin or end with a space; if this one does, it is written ['…']"

    @Test(arguments: [
        ("", 1, "a path begins with $"), ("data", 1, "a path begins with $"), (" $", 1, "a path begins with $"),
        ("$ ", 2, "a path does not end with white space"), ("$.a ", 4, "a path does not end with white space"),
        ("$data", 2, "after $ comes . or [; a path that begins with a member called $… is written ['$…']"),
        ("$.", 3, name), ("$.1", 3, name), ("$. a", 3, name), ("$..", 4, name), ("$...a", 4, name),
        ("$.größe-x", 8, step), ("$.a]", 4, step), ("$.a[", 5, selector), ("$[]", 3, selector), ("$[0,]", 5, selector),
        ("$[a]", 3, "a name in brackets stands in quotes, and a filter begins with ?"),
        ("$[0", 4, "expected , or ]"), ("$[0 1]", 5, "expected , or ]"), ("$[1:2:3:4]", 8, "expected , or ]"),
        ("$[-]", 4, "expected a digit after -"), ("$[01]", 3, zero), ("$[-0]", 3, zero),
        ("$[9007199254740992]", 3, integer), ("$[:-9007199254740992]", 4, integer),
        ("$[::99999999999999999999999999]", 5, integer), ("$['a", 3, "the closing quote is missing"),
        ("$['a\u{1}']", 5, "a control character in quotes is written as an escape, such as \\n"),
        (#"$['\x']"#, 4, #"the escapes are \b \f \n \r \t \/ \\ \uXXXX and the quote around the text"#),
        (#"$['\"#, 4, #"the escapes are \b \f \n \r \t \/ \\ \uXXXX and the quote around the text"#),
        (#"$['\u12']"#, 8, #"expected four hexadecimal digits after \u"#),
        (#"$['\ud800']"#, 4, #"a surrogate is escaped together with its other half, \uD83D\uDE42 for one"#),
    ])
    func `explains what is wrong with a selector`(text: String, position: Int, message: String) {
        expectFault(position, message, of: text) { text throws(JSONPathError) in try JSONPath(strict: text) }
    }

    @Test(arguments: [
        ("$[?]", 4, term), ("$[?@.a ==]", 10, term), ("$[?@.a == True]", 11, term),
        ("$[?@.a = 1]", 8, "equality is written =="), ("$[?@.a & @.b]", 8, "and is written &&"),
        ("$[?@.a | @.b]", 8, "or is written ||"), ("$[?(@.a]", 8, "expected ), && or ||"),
        ("$[?open]", 4, "`open` means nothing here; a member is @.open, a text is 'open'"),
        ("$[?@.a == 01]", 12, "a number is written as in JSON: 10, -0.5, 1e6"),
        ("$[?1]", 4, "a literal alone is no condition; compare it with something"),
        ("$[?!@.a == 1]", 5, "a comparison after ! stands in parentheses"),
        ("$[?(@.a) == 1]", 4, "what stands in parentheses cannot be compared"), ("$[?@.* == 1]", 4, several),
        ("$[?1 == @..a]", 9, several), ("$[?length(@.*) > 1]", 11, several), ("$[?@[-1:] == 1]", 4, several),
        (
            "$[?size(@)]", 4,
            "there is no function size(); there are length(value), count(query), value(query), "
                + "match(value, pattern), search(value, pattern)"
        ),
        ("$[?length(@.a)]", 4, "the value of this function is no condition; compare it with something"),
        ("$[?length() > 1]", 11, "an argument is missing: the function is length(value)"),
        ("$[?length(@.a, 1) > 1]", 14, "expected ): the function is length(value)"),
        ("$[?length(@.a == 1)]", 11, "a condition is no argument: the function is length(value)"),
        ("$[?length((@.a))]", 11, "a condition is no argument: the function is length(value)"),
        ("$[?length(@.a]", 14, "expected , or ): the function is length(value)"),
        ("$[?count(1) > 1]", 10, "expected a query that begins with @ or $: the function is count(query)"),
        ("$[?match(@.a)]", 13, "expected a comma: the function is match(value, pattern)"),
        ("$[?match(@.a, 'x') == true]", 4, truth), ("$[?length(match(@, 'x')) > 1]", 11, truth),
        (
            "$[?match(@, 'x{2001}')]", 13,
            "the pattern is too large: repetitions written out, it may have 2000 steps"
        ),
    ])
    func `explains what is wrong with a filter`(text: String, position: Int, message: String) {
        expectFault(position, message, of: text) { text throws(JSONPathError) in try JSONPath(strict: text) }
    }

    @Test(arguments: [
        ("", 1, "a path is not empty; the whole document is . or $"),
        ("/data/items", 1, "the names in a path are separated by dots, as in data.items"),
        ("data.", 6, name), ("data..", 7, name), ("..", 3, name), ("...", 3, name), ("\u{1}", 1, name),
        ("data.[", 7, selector), ("data[]", 6, selector), ("data[0", 7, "expected , or ]"),
        (" data", 1, space), ("data ", 1, space), ("data. id", 6, space), (" $.a", 1, space),
        ("data{{ x }}", 5, step), ("a*", 2, step), ("a b]", 4, step), ("data[0]id", 8, step), ("items()", 6, step),
        ("a,b", 2, step), ("a == 1", 1, space), ("a==1", 2, step),
        ("$type", 2, "after $ comes . or [; a path that begins with a member called $… is written ['$…']"),
    ])
    func `explains what is wrong with a loose path`(text: String, position: Int, message: String) {
        expectFault(position, message, of: text) { text throws(JSONPathError) in try JSONPath(text) }
    }

    private func expectFault(
        _ position: Int, _ message: String, of text: String, _ parse: (String) throws(JSONPathError) -> JSONPath
    ) {
        do throws(JSONPathError) {
            let path = try parse(text)
            Issue.record("\(path) is no path")
        } catch {
            #expect(error == JSONPathError(path: text, position: position, message: message))
        }
    }

    @Test func `describes itself in one sentence`() {
        let error = JSONPathError(path: "data[", position: 6, message: Self.selector)
        #expect(error.description == "invalid JSONPath `data[` at character 6: \(Self.selector)")
        let long = JSONPathError(
            path: String(repeating: "é.", count: 1000) + "[" + String(repeating: ".ö", count: 1000), position: 2001,
            message: "no")
        let (before, after) = (String(repeating: "é.", count: 20), String(repeating: ".ö", count: 19) + ".")
        #expect(long.description == "invalid JSONPath `…\(before)[\(after)…` at character 2001: no")
        #expect(JSONPathError(path: "", position: .max, message: "no").description.hasSuffix("807: no"))
        #expect(JSONPathError(path: "", position: .min, message: "no").description.hasSuffix("808: no"))
    }
}
