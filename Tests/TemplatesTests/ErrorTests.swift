import DateTime
import JSON
import Templates
import Testing

@Suite struct ErrorTests {
    static let compilation: [(String, String)] = [
        ("{{ ", "`{{` has no end: `}}` is missing, at character 1"),
        ("a {{ config.org", "`{{` has no end: `}}` is missing, at character 3"),
        ("{{ }}", "there is nothing between `{{` and `}}`, at character 1"),
        ("{{ config.org }", "expected `}}`, found one `}`, at character 15"),
        ("{% if x %}", "statements in `{% %}` are not supported: write an expression in `{{ }}`, at character 1"),
        ("x {# y", "the comment has no end: `#}` is missing, at character 3"),
        (
            "{{- 1 }}",
            "white space is not trimmed: write `{{` without the dash, or a space before a minus sign, at character 3"
        ),
        ("{{ confg.a }}", "unknown variable `confg`: did you mean `config`?, at character 4"),
        ("{{ nextpage_token }}", "unknown variable `nextpage_token`: did you mean `next_page_token`?, at character 4"),
        (
            "{{ headers.X-Next }}",
            "unknown variable `Next`: a name with a dash stands in brackets, `headers['X-Next']`, at character 14"
        ),
        ("{{ 'a' | lowr }}", "unknown filter `lowr`: did you mean `lower`?, at character 10"),
        ("{{ 'a' | frobnicate }}", "unknown filter `frobnicate`, at character 10"),
        ("{{ 'a' | }}", "expected the name of a filter, found `}`, at character 10"),
        ("{{ 'a' | replace('b') }}", "`replace` is used as `replace(old, new)`, found 1 arguments, at character 10"),
        ("{{ 'a' | lower(1) }}", "`lower` is used as `lower`, found 1 arguments, at character 10"),
        (
            "{{ 'a' | default }}",
            "`default` is used as `default(value, false_too=false)`, found 0 arguments, at character 10"
        ),
        ("{{ 'a' | default(1, 2) }}", "the second argument of `default` is `true` or `false`, at character 21"),
        ("{{ 'a }}", "the text in quotes has no end, at character 4"),
        (#"{{ 'a\q' }}"#, #"unknown escape in a text: known are \\ \' \" \n \t \r \b \f and \u0000, at character 6"#),
        (#"{{ '\ud800' }}"#, #"`\u` wants four hexadecimal digits of a character, at character 5"#),
        (#"{{ '\u12' }}"#, #"`\u` wants four hexadecimal digits of a character, at character 5"#),
        ("{{ a }}", "unknown variable `a`: there are `config`, `now`; text stands in quotes, at character 4"),
        ("{{ config.a = 1 }}", "write `==` to compare, at character 13"),
        ("{{ config.a === 1 }}", "write `==` for `===`, at character 13"),
        ("{{ config.a && 1 }}", "write `and` for `&&`, at character 13"),
        ("{{ config.a || 1 }}", "write `or` for `||`, at character 13"),
        ("{{ !config.a }}", "write `not` for `!`, at character 4"),
        ("{{ config.a ? 1 : 2 }}", "write `a if condition else b` for `condition ? a : b`, at character 13"),
        ("{{ 2 ** 3 }}", "there is no power operator: write the multiplication out, at character 6"),
        ("{{ ž }}", "unexpected character `ž`, at character 4"),
        ("{{ 1 < 2 < 3 }}", "comparisons do not chain: write `a < b and b < c`, at character 10"),
        ("{{ 1 not 2 }}", "expected `in` behind `not`, found `2`, at character 10"),
        ("{{ config.a b }}", "expected `}}` or an operator, found `b`, at character 13"),
        (
            "{{ config. }}",
            "expected a name behind the dot (other keys stand in brackets, `a['key']`), found `}`, at character 12"
        ),
        ("{{ config[] }}", "expected a key or a position in the brackets, found `]`, at character 11"),
        ("{{ config.a[0:1] }}", "slices are not supported: take one element, `a[0]`, at character 14"),
        (
            "{{ config.a.get('b') }}",
            "methods cannot be called: filters do such work, as in `a | replace('b', 'c')`, and `a.b | default(c)` is what `a.get('b', c)` is elsewhere, at character 16"
        ),
        ("{{ now() }}", "`now` is a value, not a function: write it without parentheses, at character 7"),
        ("{{ (1 }}", "expected `)`, found `}`, at character 7"),
        ("{{ [1 2] }}", "expected `,` or `]`, found `2`, at character 7"),
        ("{{ {'a' 1} }}", "expected `:` behind the key of a map, found `1`, at character 9"),
        ("{{ {'a': 1 'b'} }}", "expected `,` or `}`, found `'b'`, at character 12"),
        ("{{ 1 + }}", "expected a value, found `}`, at character 8"),
        ("{{ and }}", "expected a value, found `and`, at character 4"),
        (
            "{{ 1 is odd }}",
            "unknown test `odd`: there are `defined` and `none`; values are compared with `==`, at character 9"
        ),
        ("{{ 007 }}", "a number does not begin with 0: text stands in quotes, at character 4"),
        ("{{ 12ab }}", "a number is followed by a letter: text stands in quotes, at character 6"),
        ("{{ 18446744073709551616 }}", "the number is too large, at character 4"),
        ("{{ 1e999 }}", "the number is too large, at character 4"),
        ("{{ 1 // 0 }}", "division by zero, at character 6"),
        (
            "{{ now | date('%Q') }}",
            "`date` has an unknown directive `%Q` in the date pattern: known are %Y %m %d %H %M %S and others of strftime, at character 15"
        ),
        (
            "{{ now | plus('1 day') }}",
            "`plus` needs a duration such as 'P1D', 'P1M' or 'PT1H30M', at character 15"
        ),
        (
            "{{ 'a' | hash('crc') }}",
            "`hash` does not know this name: there are 'md5', 'sha1', 'sha256', 'sha384', 'sha512', at character 15"
        ),
        (
            "line one\n{{ 'é' ~ nope }}",
            "unknown variable `nope`: there are `config`, `now`; text stands in quotes, at line 2, column 10"
        ),
    ]

    @Test(arguments: compilation)
    func `says what is wrong with a template`(template: String, message: String) {
        do {
            _ = try Template(template, scope: template.contains("nextpage") ? .everything : Self.scope(template))
            Issue.record("compiled \(template)")
        } catch {
            #expect(error.description == message)
        }
    }

    private static func scope(_ template: String) -> TemplateScope {
        TemplateScope(template.contains("headers") ? [.headers] : [.config, .now])
    }

    static let rendering: [(String, String)] = [
        ("{{ config.nope }}", "`config.nope` is not set, at character 4"),
        ("a {{ config.nope.deeper[0] }}", "`config.nope` is not set, at character 6"),
        ("{{ job_id }}", "`job_id` is not set, at character 4"),
        ("{{ config['a b'] }}", "`config['a b']` is not set, at character 4"),
        ("{{ config.nope + 1 }}", "`config.nope` is not set, at character 4"),
        ("{{ 1 if config.on and config.nope > 1 else 2 }}", "`config.nope` is not set, at character 23"),
        ("{{ config.nope | lower }}", "`config.nope` is not set, at character 4"),
        ("{{ config.names | join(config.nope) }}", "`config.nope` is not set, at character 24"),
        ("{{ config.nope or job_id }}", "`job_id` is not set, at character 19"),
        ("{{ 'a' if config.off }}", "the condition is false and there is no `else`, at character 8"),
        ("x{{ config.none | first }}", "the result of `first` is not set, at character 19"),
        ("{{ (config.json | fromjson).b }}", "the member `b` is not set, at character 28"),
        ("{{ config.names[config.port] }}", "the element in brackets is not set, at character 16"),
        (
            "{{ config.nothing }}",
            "`config.nothing` is null, which is no text: `default('…')` can stand in for it, at character 4"
        ),
        ("a{{ none }}", "the value is null, which is no text: `default('…')` can stand in for it, at character 5"),
        ("{{ [config.nope] }}", "`config.nope` is not set, at character 5"),
        ("{{ {config.port: 1} }}", "the key of a map has to be text, at character 5"),
        (
            "{{ config.org + 1 }}",
            "`+` needs two numbers or two texts, found text and a number: `~` joins anything as text, at character 15"
        ),
        (
            "{{ config.org * 2 }}",
            "`*` needs two numbers, found text and a number: `int` and `float` make numbers of text, at character 15"
        ),
        ("{{ -config.org }}", "a sign needs a number, found text, at character 5"),
        ("{{ config.port / config.zero }}", "division by zero, at character 16"),
        ("{{ config.port % 0.0 }}", "division by zero, at character 16"),
        ("{{ config.big + 1 }}", "the result is too large for a number, at character 15"),
        ("{{ -config.big }}", "the result is too large for a number, at character 5"),
        ("{{ config.big * config.big * config.big }}", "the result is too large for a number, at character 15"),
        ("{{ 1e308 * config.port }}", "the result is too large for a number, at character 10"),
        ("{{ config.org < 1 }}", "`<` needs two numbers or two texts, found text and a number, at character 15"),
        ("{{ 1 in config.org }}", "`in` looks for text in text, found a number, at character 4"),
        ("{{ 1 in config.port }}", "`in` looks into a text, a list or a map, found a number, at character 9"),
        ("{{ config[1.5] }}", "a key in brackets has to be text or a whole number, found a number, at character 11"),
        ("{{ config.port | lower }}", "`lower` needs text, found a number, at character 18"),
        (
            "{{ config.nothing | lower }}",
            "`lower` needs text, found null: `default` can stand in for it, at character 21"
        ),
        ("{{ config.org | int }}", "`int` cannot read its text as a number, at character 17"),
        ("{{ config.org | join }}", "`join` needs a list, found text, at character 17"),
        (
            "{{ config.org | date('%Y') }}",
            "`date` cannot read its text as a date in ISO 8601: `parse_date` reads other forms, at character 17"
        ),
        (
            "{{ '1706696430' | date('%Y') }}",
            "`date` cannot read its text as a date in ISO 8601: `int` makes a number of it, at character 19"
        ),
        (
            "{{ 1706696430000 | iso8601 }}",
            "`iso8601` takes numbers as seconds since 1970, and this one lies behind the year 9999: milliseconds are divided first, `value // 1000`, at character 20"
        ),
        (
            "{{ config.start | plus(config.org) }}",
            "`plus` needs a duration such as 'P1D', 'P1M' or 'PT1H30M', at character 24"
        ),
        (
            "{{ config.org | fromjson }}",
            "`fromjson` cannot read its text: it is not valid JSON at byte 0, at character 17"
        ),
        ("{{ config.unicode | b64decode }}", "`b64decode` cannot read its text: it is not base64, at character 21"),
        ("{{ '/w==' | b64decode }}", "`b64decode` cannot make text of what it read: it is not UTF-8, at character 13"),
        ("{{ config.names | max | lower | abs }}", "`abs` needs a number, found text, at character 33"),
    ]

    @Test(arguments: rendering)
    func `says what is wrong with a value`(template: String, message: String) {
        #expect(SampleContext.error(template) == message)
    }

    @Test func `a variable of another place is named as such`() {
        #expect(
            SampleContext.error("{{ record.id }}", scope: TemplateScope([.config, .partition]))
                == "`record` cannot be used here: there are `config`, `partition`, at character 4")
    }

    @Test func `positions count characters`() throws {
        let error = #expect(throws: TemplateError.self) {
            try Template("ž\n🙂 {{ 1 }}\n  {{ nope }}", scope: .everything)
        }
        #expect(error?.position.offset == 17)
        #expect(error?.position.line == 3)
        #expect(error?.position.column == 6)
    }

    @Test(arguments: [
        String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000),
        String(repeating: "[", count: 5000), String(repeating: "not ", count: 5000) + "1",
        String(repeating: "-", count: 5000) + "1", String(repeating: "1 if 1 else ", count: 4000) + "1",
        String(repeating: "1 + ", count: 5000) + "config.port", "config" + String(repeating: "[1 + 1]", count: 5000),
        "'a'" + String(repeating: "|lower", count: 5000), String(repeating: "{'a':", count: 5000),
    ])
    func `depth is bounded`(expression: String) {
        let error = SampleContext.error("{{ \(expression) }}")
        #expect(error?.hasPrefix("the expression is nested deeper than 64 levels") == true)
    }

    @Test func `length is bounded`() {
        #expect(
            SampleContext.error(String(repeating: "a", count: 65_537))
                == "a template has at most 65536 bytes, at character 1")
        #expect(SampleContext.error(String(repeating: "a", count: 65_536)) == nil)
    }

    @Test(arguments: [
        "'aa'" + String(repeating: "|replace('a', 'aaaa')", count: 30),
        "'\"'" + String(repeating: "|tojson", count: 50),
        "'a'" + String(repeating: "|b64encode", count: 60),
    ])
    func `what multiplies is stopped`(expression: String) {
        #expect(SampleContext.error("{{ \(expression) }}")?.contains("longer than 1 MiB") == true)
    }
}
