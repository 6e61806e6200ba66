import JSON
import Templates
import Testing

@Suite struct FilterTests {
    static let values: [(String, String)] = [
        ("config.nope | default('x')", #""x""#), ("config.nothing | default('x')", #""x""#),
        ("config.empty | default('x')", #""""#),
        ("config.empty | default('x', true)", #""x""#), ("config.off | default('x')", "false"),
        ("config.nope | d(1)", "1"),
        ("config.nope.a | default(config.also) | default(2)", "2"),
        ("config.nope | default(config.start | date('%d'))", #""31""#),
        ("'ÄB' | lower", #""äb""#), ("'äß' | upper", #""ÄSS""#), ("'  a b\n' | trim", #""a b""#),
        ("'/a/' | trim('/')", #""a""#),
        ("'   ' | trim", #""""#), ("'a-b-c' | replace('-', '')", #""abc""#), ("'aaa' | replace('aa', 'b')", #""ba""#),
        ("'abc' | replace('x', 'y')", #""abc""#), ("'a,b,,c' | split(',')", #"["a","b","","c"]"#),
        ("'' | split(',')", #"[""]"#),
        ("'aXXbXX' | split('XX')", #"["a","b",""]"#), ("'ababc' | split('abc')", #"["ab",""]"#),
        ("record.name | lower", #""ada""#),
        ("-5 | abs", "5"), ("-2.5 | abs", "2.5"), ("-9223372036854775808 | abs", "9223372036854775808"),
        ("config.huge | abs", "123456789012345678901234567890"),
        ("2.5 | round", "3"), ("-2.5 | round", "-3"), ("2.345 | round(2)", "2.35"), ("7 | round(2)", "7"),
        ("1e300 | round(3)", "1e+300"),
        ("config.names | join(',')", #""b,a,c""#), ("[1, 2.5, true] | join", #""12.5true""#),
        ("[] | join(',')", #""""#),
        ("record.tags | join('+')", #""x+y""#), ("config.names | first", #""b""#), ("config.names | last", #""c""#),
        ("'žab' | first", #""ž""#), ("record.tags | last", #""y""#), ("config.names | length", "3"),
        ("config.unicode | length", "13"),
        ("config.nested | length", "1"), ("record | count", "7"), ("'' | length", "0"), ("config.numbers | min", "1.5"),
        ("config.numbers | max", "3"), ("config.names | max", #""c""#), ("config.names | sort", #"["a","b","c"]"#),
        ("[2, 1, 10] | sort", "[1,2,10]"), ("[1, 1.0, '1', 1, 'a', 'a'] | unique", #"[1,"1","a"]"#),
        ("config.text_number | int", "42"), ("'-7' | int", "-7"), ("'+7' | int", "7"), ("'007' | int", "7"),
        ("'-00' | int", "0"), ("'0.50' | float", "0.5"), ("'3.9' | int", "3"),
        ("-3.9 | int", "-3"), ("true | int", "1"),
        ("config.big | int", "18446744073709551615"), ("'1.5' | float", "1.5"), ("2 | float", "2.0"),
        ("5 | string", #""5""#), ("[1] | string", #""[1]""#),
        ("true | string", #""true""#), ("'Yes' | bool", "true"), ("'off' | bool", "false"), ("0 | bool", "false"),
        ("1 | bool", "true"), ("false | bool", "false"),
        ("config.names | tojson", #""[\"b\",\"a\",\"c\"]""#), ("'a\"b' | tojson", #""\"a\\\"b\"""#),
        ("none | tojson", #""null""#),
        ("record.at | tojson", #""{\"s\":\"t\"}""#), ("config.json | fromjson", #"{"a":[1,2]}"#),
        ("'5' | fromjson", "5"),
        ("'x/y z&ä~._-' | urlencode", #""x%2Fy%20z%26%C3%A4~._-""#), ("5 | urlencode", #""5""#),
        ("'light work.' | b64encode", #""bGlnaHQgd29yay4=""#), ("'bGlnaHQgd29yay4=' | b64decode", #""light work.""#),
        ("'bGlnaHQgd29yay4' | b64decode", #""light work.""#), ("'w7_Dvg' | b64decode", #""ÿþ""#),
        ("'a' | base64encode | base64decode", #""a""#),
        ("'abc' | hash('md5')", #""900150983cd24fb0d6963f7d28e17f72""#),
        ("'abc' | hash('sha1')", #""a9993e364706816aba3e25717850c26c9cd0d89d""#),
        ("'abc' | hash('sha256')", #""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad""#),
        (
            "'what do ya want for nothing?' | hmac('Jefe')",
            #""5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843""#
        ),
        ("'what do ya want for nothing?' | hmac('Jefe', 'md5')", #""750c783e6ab0b503eaa86e310a5db738""#),
        ("now | date('%Y-%m-%d')", #""2024-01-31""#), ("config.started | date('%H:%M')", #""09:20""#),
        ("0 | date('%F')", #""1970-01-01""#),
        ("config.seconds | date('%F')", #""2024-01-31""#), ("1.5 | date('%s_as_float')", #""1.500000""#),
        ("'31/01/2024' | parse_date('%d/%m/%Y')", #""2024-01-31""#),
        ("'31/01/2024 07' | parse_date('%d/%m/%Y %H')", #""2024-01-31T07:00:00Z""#),
        ("20240131 | parse_date('%Y%m%d')", #""2024-01-31""#), ("today | plus('P1D')", #""2024-02-01""#),
        ("today | plus('P1M')", #""2024-02-29""#),
        ("today | minus('P1M')", #""2023-12-31""#), ("today | plus('PT1H')", #""2024-01-31T01:00:00Z""#),
        ("now | minus('PT30S')", #""2024-01-31T10:20:00Z""#),
        ("config.started | plus('P1D')", #""2024-02-01T09:20:30.500Z""#),
        ("config.seconds | plus('P1D')", "1706782830"), ("1.5 | plus('PT1S')", "2.5"),
        ("today | minus(config.nope | default('P7D'))", #""2024-01-24""#), ("today | unix", "1706659200"),
        ("now | unix_ms", "1706696430000"),
        ("config.started | unix_ms", "1706692830500"), ("config.start | iso8601", #""2024-01-31T00:00:00Z""#),
        ("config.seconds | iso8601", #""2024-01-31T10:20:30Z""#),
        ("config.started | iso8601", #""2024-01-31T09:20:30.500Z""#),
        ("now | start_of('month')", #""2024-01-01T00:00:00Z""#),
        ("today | start_of('week')", #""2024-01-29""#), ("now | start_of('hour')", #""2024-01-31T10:00:00Z""#),
        ("config.seconds | start_of('day')", "1706659200"),
    ]

    @Test(arguments: values)
    func `filters`(expression: String, json: String) throws {
        #expect(try SampleContext.value("{{ \(expression) }}")?.description == json)
    }

    @Test func `every filter is tested here, and its names are its own`() {
        let tested = Self.values.map(\.0).joined(separator: " ")
        for filter in Filter.all { #expect(tested.contains("| \(filter.name)"), "\(filter.name)") }
        let names = Filter.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }
}
