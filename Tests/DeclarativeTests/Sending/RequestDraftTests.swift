import Connector
import DateTime
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct RequestDraftTests {
    private func draft(_ body: RequestDraft.Body? = nil) -> RequestDraft {
        var draft = RequestDraft(.get, url: "https://a/")
        draft.parameters = [.init(name: "a", text: "1"), .init(name: "b", text: "2"), .init(name: "a", text: "3")]
        draft.headers = [.init(name: "X-A", text: "1"), .init(name: "x-a", text: "2"), .init(name: "X-B", text: "3")]
        draft.body = body
        return draft
    }

    @Test func `a value takes the place of all others of its name`() {
        var query = draft()
        query.set("a", to: 7, in: .query)
        #expect(query.parameters == [.init(name: "b", text: "2"), .init(name: "a", text: "7")])
        var header = draft()
        header.set("X-a", to: "t", in: .header)
        #expect(header.headers == [.init(name: "X-B", text: "3"), .init(name: "X-a", text: "t")])
        var path = draft()
        path.set("a", to: 7, in: .path)
        #expect(path == draft())
    }

    @Test(
        arguments: [
            (nil, .json(["p": ["after": 7]])), (.json(["q": 1]), .json(["q": 1, "p": ["after": 7]])),
            (.json(["p": ["after": 1, "x": 2]]), .json(["p": ["after": 7, "x": 2]])),
            (.json(["p": 3]), .json(["p": ["after": 7]])), (.json([1]), .json([1])),
            (.form([.init(name: "p.after", text: "1")]), .form([.init(name: "p.after", text: "7")])),
            (.raw(#"{"q": 1}"#), .json(["q": 1, "p": ["after": 7]])), (.raw("<q/>"), .raw("<q/>")),
        ] as [(RequestDraft.Body?, RequestDraft.Body)])
    func `a value in a body`(_ before: RequestDraft.Body?, _ after: RequestDraft.Body) {
        var draft = draft(before)
        draft.set("p.after", to: 7, in: .body)
        #expect(draft.body == after)
    }

    @Test(arguments: [
        ("/items", "https://a/v1/items"), ("items", "https://a/v1/items"), ("", "https://a/v1"),
        ("?x=1", "https://a/v1?x=1"),
        ("https://b/x", "https://b/x"), ("HTTP://b/x", "HTTP://b/x"), ("ftp://b/x", "https://a/v1/ftp://b/x"),
    ])
    func `a path stands below the base URL, unless it is a URL`(_ path: String, _ url: String) throws {
        for base in ["https://a/v1", "https://a/v1/"]
        where !(base.hasSuffix("/") && (path.isEmpty || path.hasPrefix("?"))) {
            let definition = RequestDefinition(path: try .test(path))
            let context = TemplateContext(now: .unixEpoch)
            #expect(try RequestDraft(definition, below: base, in: context).url == url)
        }
    }

    @Test func `lists are repeated and what is missing is left out`() throws {
        var context = TemplateContext(now: .unixEpoch)
        context[.config] = .value(["ids": [1, 2], "name": nil, "on": true])
        let fields = [
            TemplatedField(name: "id", value: .template(try .test("{{ config.ids }}"))),
            TemplatedField(name: "kind", value: .list([.constant("a"), .template(try .test("{{ config.gone }}"))])),
            TemplatedField(name: "name", value: .template(try .test("{{ config.name }}"))),
            TemplatedField(name: "gone", value: .template(try .test("{{ config.gone }}"))),
            TemplatedField(name: "on", value: .template(try .test("{{ config.on }}"))),
        ]
        var definition = RequestDefinition(method: .post, path: try .test("/"), parameters: fields, headers: fields)
        definition.isSafeToRepeat = true
        definition.body = .json(.object(fields))
        let draft = try RequestDraft(definition, below: "https://a", in: context)
        let expected = [("id", "1"), ("id", "2"), ("kind", "a"), ("on", "true")].map {
            RequestDraft.NamedText(name: $0.0, text: $0.1)
        }
        #expect(draft.parameters == expected)
        #expect(draft.headers == expected)
        #expect(draft.body == .json(["id": [1, 2], "kind": ["a"], "name": nil, "on": true]))
        #expect(draft.isSafeToRepeat && draft.method == .post)
    }

    @Test func `a template that fails says where`() throws {
        let fields = [TemplatedField(name: "since", value: .template(try .test("a{{ config.gone }}")))]
        let definition = RequestDefinition(path: try .test("/"), parameters: fields)
        let failure = #expect(throws: Failure.self) {
            try RequestDraft(definition, below: "https://a", in: TemplateContext(now: .unixEpoch))
        }
        #expect(failure?.kind == .config)
        #expect(failure?.message.hasPrefix("the parameter `since`: ") == true)
    }
}
