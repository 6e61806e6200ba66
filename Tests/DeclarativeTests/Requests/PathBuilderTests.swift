import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct PathBuilderTests {
    private func url(
        _ path: String, base: String = "https://api.example.com/v1", _ partition: JSONObject = [:],
        config: JSONObject = [:]
    ) throws -> String {
        let builder = RequestBuilder(
            RequestDefinition(path: try Template(path)), below: try Template(base), of: "items",
            common: try .common(config))
        var context = try TemplateContext.common(config)
        context[.partition] = .value(.object(partition))
        return try builder.draft(in: context).url
    }

    @Test(arguments: [
        ("/items", "https://api.example.com/v1", "https://api.example.com/v1/items"),
        ("items", "https://api.example.com/v1", "https://api.example.com/v1/items"),
        ("/items", "https://api.example.com/v1/", "https://api.example.com/v1/items"),
        ("", "https://api.example.com/v1", "https://api.example.com/v1"),
        ("/", "https://api.example.com/v1", "https://api.example.com/v1/"),
        ("?a=1", "https://api.example.com/v1", "https://api.example.com/v1?a=1"),
        ("/items", "https://api.example.com/v1?key=k", "https://api.example.com/v1/items?key=k"),
        ("/items?a=1", "https://api.example.com/v1?key=k", "https://api.example.com/v1/items?a=1&key=k"),
        ("https://other.example.com/x", "https://api.example.com/v1", "https://other.example.com/x"),
        ("HTTP://other.example.com/x", "https://api.example.com/v1", "HTTP://other.example.com/x"),
        ("https", "https://api.example.com/v1", "https://api.example.com/v1/https"),
    ])
    func `joins paths to the base URL`(_ path: String, _ base: String, _ expected: String) throws {
        #expect(try url(path, base: base) == expected)
    }

    @Test(arguments: [
        ("p1", "/x/p1/y"), ("a b", "/x/a%20b/y"), ("a?b#c", "/x/a%3Fb%23c/y"), ("owner/repo", "/x/owner/repo/y"),
        ("100%", "/x/100%25/y"), ("a%2Fb", "/x/a%2Fb/y"), ("é", "/x/%C3%A9/y"), ("a+b&c=d", "/x/a+b&c=d/y"),
        ("a\nb", "/x/a%0Ab/y"), ("\\..", "/x/%5C../y"), ("", "/x//y"), ("...", "/x/.../y"), ("v1.2", "/x/v1.2/y"),
    ])
    func `keeps a value in its place`(_ value: String, _ expected: String) throws {
        #expect(try url("/x/{{ partition.id }}/y", ["id": .string(value)]) == "https://api.example.com/v1" + expected)
        #expect(
            try url("https://other.example.com/x/{{ partition.id }}/y", ["id": .string(value)])
                == "https://other.example.com" + expected)
    }

    @Test func `no secret is shown in a URL, whatever it is made of`() throws {
        // What the user configured may end the path.
        for byte in 0x20...0x7E as ClosedRange<UInt8> where !"#?".utf8.contains(byte) {
            let secret = "p@ss \(Character(UnicodeScalar(byte)))wörd"
            let text = try url("/a/{{ config.pw }}/x?q={{ config.pw }}", config: ["pw": .string(secret)])
            for shown in [text, try HTTPURL(text).description] {
                #expect(Secrets([secret]).masked(shown) == "https://api.example.com/v1/a/***/x?q=***")
            }
        }
    }

    @Test func `what urlencode wrote stays`() throws {
        #expect(
            try url("/x/{{ partition.id | urlencode }}", ["id": "group/a b%"])
                == "https://api.example.com/v1/x/group%2Fa%20b%25")
    }

    @Test func `values in a query do not end it`() throws {
        #expect(
            try url("/x?q={{ partition.q }}&z=1", ["q": "a&b+c#d e?/f=g"])
                == "https://api.example.com/v1/x?q=a%26b%2Bc%23d%20e?/f=g&z=1")
    }

    @Test(arguments: ["https://other.example.com/a?b=c#d", "/whole/path?x=1", "reports?x=1"])
    func `a path that is only a value stays as it is`(_ value: String) throws {
        let expected = value.hasPrefix("https") ? value : "https://api.example.com/v1/" + value.trimmingPrefix("/")
        #expect(try url("{{ partition.path }}", ["path": .string(value)]) == expected)
        #expect(try url("{{ config.path }}", config: ["path": .string(value)]) == expected)
    }

    @Test func `what a user configured stays as it is`() throws {
        #expect(
            try url("/x/{{ config.report }}", config: ["report": "a/b?view=all"])
                == "https://api.example.com/v1/x/a/b?view=all")
    }

    @Test func `a URL or absolute path at the beginning stays as it is`() throws {
        #expect(
            try url("{{ partition.url }}/items", ["url": "https://other.example.com/a?b"])
                == "https://other.example.com/a?b/items")
        #expect(try url("{{ partition.id }}/items", ["id": "a b?"]) == "https://api.example.com/v1/a%20b%3F/items")
    }

    @Test(arguments: ["..", ".", "../admin", "a/../b", "%2e%2E", ".%2e"])
    func `refuses values that would lead elsewhere`(_ value: String) throws {
        let failure = try #require(throws: Failure.self) {
            try url("/accounts/{{ partition.id }}/items", ["id": .string(value)])
        }
        #expect(failure.kind == .data)
        #expect(
            failure.message
                == "stream `items`, path (`/accounts/{{ partition.id }}/items`): a value with the segment `.` or `..` would ask for something else"
        )
    }

    @Test func `dots that make no segment are text`() throws {
        #expect(try url("/files/{{ partition.id }}.json", ["id": "."]) == "https://api.example.com/v1/files/..json")
        #expect(try url("/files?name={{ partition.id }}", ["id": ".."]) == "https://api.example.com/v1/files?name=..")
        #expect(throws: Failure.self) { try url("/files/.{{ partition.id }}/x", ["id": "."]) }
    }
}
