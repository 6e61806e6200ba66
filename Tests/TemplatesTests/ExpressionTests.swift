import JSON
import Templates
import Testing

@Suite struct ExpressionTests {
    /// Expressions and their values as JSON.
    static let values: [(String, String)] = [
        // Literals.
        ("1", "1"), ("1.5", "1.5"), ("1e3", "1000.0"), ("2.5E-1", "0.25"), ("0", "0"),
        ("18446744073709551615", "18446744073709551615"),
        ("'a'", #""a""#), (#""a'b""#, #""a'b""#), (#"'it\'s \"x\" \\ \/'"#, #""it's \"x\" \\ /""#),
        (#"'\n\t\r\b\f'"#, #""\n\t\r\b\f""#), (#"'\u00e9\ud83d\ude00'"#, #""é😀""#), ("'}}'", #""}}""#),
        ("'{{'", #""{{""#),
        ("true", "true"), ("False", "false"), ("none", "null"), ("None", "null"), ("null", "null"),
        ("[]", "[]"), ("[1, 'a', [true],]", #"[1,"a",[true]]"#), ("{}", "{}"), ("{'a': {'b': 1}}", #"{"a":{"b":1}}"#),
        ("{'a': 1, 'a': 2,}", #"{"a":2}"#),
        // Members and elements.
        ("config.org", #""curlew""#), ("config['org']", #""curlew""#), ("config['key-dash']", #""d""#),
        ("config.nested.deep.text", #""x/y z""#), ("config['nested']['deep'].text", #""x/y z""#),
        ("config.names[0]", #""b""#), ("config.names[-1]", #""c""#), ("config.names[1 + 1]", #""c""#),
        ("config[partition.id | replace('acc_1', 'org')]", #""curlew""#), ("config.unicode[1]", #""l""#),
        ("config.unicode[-1]", #""ň""#), ("record.name", #""Ada""#), ("record['tags'][1]", #""y""#),
        ("record.at.s", #""t""#),
        ("record.name[0]", #""A""#), ("record.at", #"{"s":"t"}"#), ("response.list[-2]", "1"), ("[1, 2][1]", "2"),
        ("{'a': 5}.a", "5"), ("{'a': 5}['a']", "5"), ("headers['x-next']", #""n1""#), ("headers['X-NEXT']", #""n1""#),
        ("headers.link", #""a, b""#), ("headers['x' ~ '-next']", #""n1""#), ("next_page_token", #""tok""#),
        ("stream", #""customers""#), ("now", #""2024-01-31T10:20:30Z""#), ("today", #""2024-01-31""#),
        ("(config.json | fromjson).a[1]", "2"), ("record.d", "1.5"), ("record.gone", "null"),
        // Arithmetic.
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 - 2 - 1", "4"), ("6 / 4", "1.5"), ("6 / 3", "2.0"),
        ("7 // 2", "3"),
        ("-7 // 2", "-4"), ("7 // -2", "-4"), ("-7 % 3", "2"), ("7 % -3", "-2"), ("6 % 3", "0"), ("7.5 // 2", "3.0"),
        ("-7.5 % 2", "0.5"), ("1 + 0.5", "1.5"), ("config.port + 1", "8081"), ("config.ratio * 2", "5.0"),
        ("-config.port", "-8080"), ("+config.port", "8080"), ("- -1", "1"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807 + 1", "9223372036854775808"), ("config.big - 1", "18446744073709551614"),
        ("-0.0", "-0.0"), ("'a' + 'b'", #""ab""#), ("[1] + [2]", "[1,2]"), ("record.id * 2", "10"),
        ("response.meta.total // 2", "1"),
        ("1 ~ 'a' ~ true ~ 1.5", #""1atrue1.5""#), ("'a' + 2 ~ 3 + 'b'", #""a23b""#), ("1 ~ 2 * 3", #""16""#),
        ("'x' ~ [1, 'a']", #""x[1,\"a\"]""#),
        // Comparison.
        ("1 == 1.0", "true"), ("1 != 2", "true"), ("'a' == 'a'", "true"), ("'1' == 1", "false"),
        ("none == config.nope", "true"),
        ("config.nope == 'a'", "false"), ("config.nope != 'a'", "true"), ("1 < 2", "true"), ("2 <= 2.0", "true"),
        ("'a' < 'b'", "true"), ("'Z' < 'a'", "true"), ("'a' >= 'b'", "false"),
        ("9007199254740993 > 9007199254740992.0", "true"),
        ("9007199254740993 == 9007199254740992.0", "false"), ("config.big > 1", "true"),
        ("config.huge > config.big", "true"),
        ("[1, 2] == [1.0, 2]", "true"), ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"),
        ("record.name == 'Ada'", "true"),
        ("'Ada' == record.name", "true"), ("record.at == {'s': 't'}", "true"), ("record.at == record.at", "true"),
        ("true == 1", "false"), (#"'é' == 'e\u0301'"#, "false"),
        // Membership.
        ("'a' in config.names", "true"), ("'z' in config.names", "false"), ("'z' not in config.names", "true"),
        ("2.0 in [1, 2]", "true"), ("'owl' in config.org", "false"), ("'url' in config.org", "true"),
        ("'rle' in 'curlew'", "true"),
        ("'' in 'a'", "true"), ("'org' in config", "true"), ("'nope' in config", "false"),
        ("config.nope in ['a']", "false"),
        ("'x' in record.tags", "true"), ("'id' in record", "true"), (#"'é' in 'e\u0301'"#, "false"),
        // Logic.
        ("true and false", "false"), ("true or false", "true"), ("not true", "false"), ("not config.nope", "true"),
        ("config.nope or 'x'", #""x""#), ("config.org or 'x'", #""curlew""#), ("config.empty or 'x'", #""x""#),
        ("config.zero or config.none or 'x'", #""x""#), ("config.org and config.port", "8080"),
        ("config.off and config.nope", "false"),
        ("not 1 == 2", "true"), ("not true or true", "true"), ("true or 1 // 1 and false", "true"),
        ("1 < 2 and 2 < 3", "true"),
        // Conditions.
        ("'a' if config.on else 'b'", #""a""#), ("'a' if config.off else 'b'", #""b""#),
        ("1 if false else 2 if false else 3", "3"), ("'a' if config.nope else 'b'", #""b""#),
        ("'a' if config.nothing is none else 'b'", #""a""#), ("(1 if true else 2) + 1", "2"),
        // Tests.
        ("config.org is defined", "true"), ("config.nope is defined", "false"), ("config.nope is not defined", "true"),
        ("config.nope is undefined", "true"), ("config.nothing is defined", "true"), ("config.nothing is none", "true"),
        ("config.nope is none", "true"), ("config.org is not none", "true"), ("not config.org is none", "true"),
        ("config.nope.deeper.still is defined", "false"), ("config.org.nope is defined", "false"),
        ("config.names['a'] is defined", "false"),
        ("config.names[9] is defined", "false"), ("record.nope is defined", "false"), ("job_id is defined", "false"),
        ("config.nope | default(none) is none", "true"),
        // Precedence of filters.
        ("-1 | abs", "1"), ("1 + -2 | abs", "3"), ("'A' ~ 'B' | lower", #""Ab""#), ("('A' ~ 'B') | lower", #""ab""#),
        ("not 'a' | length == 1", "false"), ("2 * 'ab' | length", "4"),
    ]

    @Test(arguments: values)
    func `yields`(expression: String, json: String) throws {
        #expect(try SampleContext.value("{{ \(expression) }}")?.description == json)
    }

    static let missing = [
        "config.nope", "config.nope.deeper", "config.org.nope", "config.names[3]", "config.names[-4]",
        "config.names['0']",
        "config.org[99]", "config.org[-99]", "record.nope", "record.tags[2]", "record.tags[-3]", "job_id",
        "headers['x']",
        #"headers['x\rnext']"#, "'a' if false", "config.none | first", "config.nope or job_id",
        "config.nope | default(job_id)",
        "{'a': 1}.b", "1.a", "config.none | max", "config.org[-9223372036854775808]",
        "config.names[-9223372036854775808]", "record.tags[-9223372036854775808]", "record.name[9223372036854775807]",
        "config.on and config.nope",
    ]

    @Test(arguments: missing)
    func `yields nothing`(expression: String) throws {
        #expect(try SampleContext.value("{{ \(expression) }}") == nil)
    }

    @Test func `white space and line breaks separate`() throws {
        #expect(try SampleContext.value("{{1+\n\t2}}") == 3)
        #expect(try SampleContext.value("{{'a'if true else'b'}}") == "a")
    }
}
