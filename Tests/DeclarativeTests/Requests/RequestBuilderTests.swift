import Connector
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct RequestBuilderTests {
    private func field(_ name: String, _ template: String) throws -> TemplatedField {
        TemplatedField(name: name, value: .template(try Template(template)))
    }

    private func builder(
        _ definition: RequestDefinition, base: String = "https://api.example.com/v1", config: JSONObject = [:],
        dateRanges: [PartitionRouter.DateRange] = []
    ) throws -> RequestBuilder {
        RequestBuilder(
            definition, below: try Template(base), of: "items", common: try .common(config), dateRanges: dateRanges)
    }

    private func context(_ partition: JSONObject = [:], config: JSONObject = [:]) throws -> TemplateContext {
        var context = try TemplateContext.common(config)
        context[.partition] = .value(.object(partition))
        return context
    }

    private func texts(_ fields: [RequestDraft.NamedText]) -> [String] { fields.map { "\($0.name)=\($0.text)" } }

    @Test func `renders every part`() throws {
        let config: JSONObject = ["org": "acme", "size": 50]
        let definition = RequestDefinition(
            method: .post, path: try Template("/orgs/{{ config.org }}/items/{{ partition.id }}"),
            parameters: [try field("size", "{{ config.size }}"), try field("day", "{{ today }}")],
            headers: [try field("X-Stream", "{{ stream }} at {{ now }}")],
            body: .form([try field("id", "{{ partition.id }}"), try field("org", "{{ config.org }}")]),
            isSafeToRepeat: true)
        let draft = try builder(definition, config: config).draft(in: context(["id": 7], config: config))
        #expect(draft.method == .post)
        #expect(draft.isSafeToRepeat)
        #expect(draft.url == "https://api.example.com/v1/orgs/acme/items/7")
        #expect(texts(draft.parameters) == ["size=50", "day=2024-05-10"])
        #expect(texts(draft.headers) == ["X-Stream=items at 2024-05-10T10:20:30Z"])
        #expect(draft.body == .form([.init(name: "id", text: "7"), .init(name: "org", text: "acme")]))
    }

    @Test func `sends a list as one field for each element`() throws {
        let config: JSONObject = ["repos": ["api", 2, nil, ["x"]], "none": []]
        let definition = RequestDefinition(
            path: try Template("/x"),
            parameters: [
                try field("repo", "{{ config.repos }}"), try field("none", "{{ config.none }}"),
                TemplatedField(
                    name: "group[]",
                    value: .list([
                        .constant("model"), .template(try Template("{{ partition.id }}")),
                        .template(try Template("{{ partition.other }}")),
                    ])), try field("id", "{{ partition.ids }}"),
                TemplatedField(name: "constant", value: .constant(["a", "b"])),
                TemplatedField(name: "object", value: .object([try field("id", "{{ partition.id }}")])),
            ])
        let draft = try builder(definition, config: config).draft(
            in: context(["id": 7, "ids": [1, 2]], config: config))
        #expect(
            texts(draft.parameters) == [
                "repo=api", "repo=2", #"repo=["x"]"#, "group[]=model", "group[]=7", "id=1", "id=2", "constant=a",
                "constant=b", #"object={"id":7}"#,
            ])
    }

    @Test func `leaves out what is not set`() throws {
        let fields = [
            try field("a", "{{ config.missing }}"), try field("b", "{{ partition.missing }}"),
            try field("c", "{{ config.null }}"), try field("d", "{{ partition.null }}"),
            TemplatedField(name: "e", value: .constant(nil)), try field("f", "{{ partition.empty }}"),
            try field("g", "{{ config.missing | default('x') }}"),
        ]
        let definition = RequestDefinition(
            method: .post, path: try Template("/x"), parameters: fields, headers: fields, body: .form(fields))
        let config: JSONObject = ["null": nil]
        let draft = try builder(definition, config: config).draft(
            in: context(["null": nil, "empty": ""], config: config))
        #expect(texts(draft.parameters) == ["f=", "g=x"])
        #expect(texts(draft.headers) == ["f=", "g=x"])
        #expect(draft.body == .form([.init(name: "f", text: ""), .init(name: "g", text: "x")]))
    }

    @Test func `keeps the types of a JSON body`() throws {
        let body = TemplatedValue.object([
            try field("size", "{{ config.size }}"), try field("id", "{{ partition.id }}"),
            try field("text", "{{ partition.id }} "), try field("after", "{{ next_page_token | default(none) }}"),
            try field("missing", "{{ partition.missing }}"),
            TemplatedField(
                name: "list", value: .list([.constant(.double(1.5)), .template(try Template("{{ config.on }}"))])),
            TemplatedField(name: "query", value: .object([TemplatedField(name: "match", value: .constant(true))])),
        ])
        let config: JSONObject = ["size": 50, "on": false]
        let definition = RequestDefinition(method: .post, path: try Template("/x"), body: .json(body))
        let draft = try builder(definition, config: config).draft(in: context(["id": 7], config: config))
        #expect(
            draft.body
                == .json([
                    "size": 50, "id": 7, "text": "7 ", "after": nil, "list": [.double(1.5), false],
                    "query": ["match": true],
                ]))
    }

    @Test func `sends raw bodies as they are`() throws {
        let definition = RequestDefinition(
            method: .post, path: try Template("/x"), body: .raw(try Template("<id>{{ partition.id }}</id>")))
        #expect(try builder(definition).draft(in: context(["id": 7])).body == .raw("<id>7</id>"))
    }

    @Test func `adds the parameters of date ranges`() throws {
        guard case .dateRange(var range) = try PartitionRouter.dates("2024-01-01", step: "P1D", field: "day") else {
            return
        }
        range.startParameter = "from"
        range.endParameter = "to"
        let definition = RequestDefinition(path: try Template("/x"), parameters: [try field("from", "{{ today }}")])
        let draft = try builder(definition, dateRanges: [range]).draft(
            in: context(["day": "2024-01-01", "start": "2024-01-01", "end": "2024-01-02"]))
        #expect(texts(draft.parameters) == ["from=2024-01-01", "to=2024-01-02"])
    }

    @Test func `may repeat what only reads`() throws {
        #expect(try builder(RequestDefinition(path: try Template("/x"))).draft(in: context()).isSafeToRepeat)
        let post = RequestDefinition(method: .post, path: try Template("/x"))
        #expect(try !builder(post).draft(in: context()).isSafeToRepeat)
    }

    @Test(arguments: [
        (0, "stream `items`, path (`/x/{{ partition.id | lower }}`): "),
        (1, "stream `items`, parameter `since` (`{{ partition.id | lower }}`): "),
        (2, "stream `items`, header `X-Since` (`{{ partition.id | lower }}`): "),
        (3, "stream `items`, body (`{{ partition.id | lower }}`): "),
        (4, "stream `items`, form field `id` (`{{ partition.id | lower }}`): "),
    ])
    func `names stream, field and template of what fails`(_ place: Int, _ beginning: String) throws {
        let template = "{{ partition.id | lower }}"
        var definition = RequestDefinition(method: .post, path: try Template(place == 0 ? "/x/" + template : "/x"))
        if place == 1 { definition.parameters = [try field("since", template)] }
        if place == 2 { definition.headers = [try field("X-Since", template)] }
        if place == 3 { definition.body = .json(.list([.template(try Template(template))])) }
        if place == 4 { definition.body = .form([try field("id", template)]) }
        let prepared = try builder(definition)
        let failure = try #require(throws: Failure.self) { try prepared.draft(in: context()) }
        #expect(failure.kind == .config)
        #expect(failure.message.hasPrefix(beginning), "\(failure.message)")
        #expect(failure.message.contains("partition.id"))
    }

    @Test func `fails on the configuration only when a request is made`() throws {
        let definition = RequestDefinition(path: try Template("/x/{{ config.missing }}"))
        let prepared = try builder(definition)
        #expect(throws: Failure.self) { try prepared.draft(in: context()) }
        let baseless = try builder(RequestDefinition(path: try Template("/x")), base: "https://{{ config.host }}")
        let failure = try #require(throws: Failure.self) { try baseless.draft(in: context()) }
        #expect(failure.message.hasPrefix("stream `items`, base URL (`https://{{ config.host }}`): "))
    }

    @Test func `a URL from an answer gets parameters only at home`() throws {
        let definition = RequestDefinition(
            path: .empty, parameters: [try field("format", "csv")], headers: [try field("Accept", "text/csv")])
        let prepared = try builder(definition)
        let own = try prepared.draft(toURL: "https://API.example.com:443/files/1", in: context())
        #expect(own.url == "https://API.example.com:443/files/1")
        #expect(texts(own.parameters) == ["format=csv"])
        let storage = try prepared.draft(toURL: "https://storage.example.net/1?sig=a%2Fb", in: context())
        #expect(storage.url == "https://storage.example.net/1?sig=a%2Fb")
        #expect(storage.parameters == [])
        #expect(texts(storage.headers) == ["Accept=text/csv"])
    }
}
