import Connector
import Declarative
import JSON
import Templates
import Testing

@Suite struct SpellingTests {
    @Test(arguments: SpellingPair.all)
    func `both spellings mean the same`(_ pair: SpellingPair) throws {
        let canonical = try #require(parse(pair.canonical, pair.construct))
        let design = try #require(parse(pair.design, pair.construct))
        #expect(ModelText.of(canonical) == ModelText.of(design))
        #expect(canonical == design)
    }

    @Test func `tells the spellings apart by what stands at the top`() throws {
        let flat = try #require(
            parse("name: a\nversion: 2.0\nbase_url: https://a\nstreams: [{ name: b, request: { path: / } }]"))
        let nested = try #require(
            parse(
                "kind: connector\nmetadata: { name: a, title: T, description: D, category: C, "
                    + "aliases: [b], documentation_url: https://a/docs }\nversion: 2.0\nbase_url: https://a\n"
                    + "streams: [{ name: b, endpoint: / }]"))
        #expect(flat.version == "2.0")
        #expect(nested.version == "2.0")
        #expect(flat.name == nested.name)
        #expect([nested.title, nested.description, nested.category] == ["T", "D", "C"])
        #expect(nested.aliases == ["b"])
        #expect(nested.documentationURL == "https://a/docs")
        #expect(flat.streams == nested.streams)
    }

    @Test func `a text whose members templates name holds JSON`() throws {
        let connector = { (field: String) in
            Spelling.canonical.connector(
                "spec: { properties: { account: { \(field) } } }\n"
                    + "auth: { type: jwt, issuer: \"{{ config.account.client_email }}\", audience: x, "
                    + "private_key: \"{{ config.account['private_key'] }}\" }\n")
        }
        for field in ["type: string, secret: true", "secret: true", "type: string, format: json, secret: true"] {
            let account = try #require(parse(connector(field))).configuration.field(named: "account")
            #expect(account?.format == .json)
            #expect(account?.type == .string)
        }
        let account = try #require(parse(connector("type: object"))).configuration.field(named: "account")
        #expect(account?.format == nil)
    }

    @Test func `takes the configuration that templates use where none is declared`() throws {
        let definition = try #require(
            parse(
                Spelling.design.connector(
                    stream: "endpoint: /{{ config.area }}\n"
                        + "params: { since: \"{{ config.since | default('2020-01-01') }}\", area: \"{{ config.area | default('eu') }}\" }"
                )))
        let fields = definition.configuration.fields
        #expect(!definition.configuration.isDeclared)
        #expect(fields.map(\.name) == ["area", "since"])
        #expect(fields.map(\.isRequired) == [true, false])
        #expect(fields.allSatisfy { $0.type == .any })
    }

    @Test func `adds what is common to all requests, after which each has its own`() throws {
        let definition = try #require(
            parse(
                Spelling.canonical.connector(
                    """
                    headers: { Accept: application/json, X-A: "1" }
                    params: { lang: en, size: 10 }
                    check: { path: /me, headers: { accept: text/plain } }
                    streams:
                      - name: a
                        request: { path: /a, headers: { x-a: "2" }, params: { size: 20 } }
                      - name: b
                        partition:
                          type: async_job
                          create: { path: /j, headers: { x-a: "3" }, job_id_path: id }
                          poll: { path: /j, status_path: s, completed_value: d }
                          download: { path: /r }
                    """)))
        #expect(definition.check?.request.headers.map(\.name) == ["X-A", "accept"])
        #expect(definition.streams[0].request.headers.map(\.name) == ["Accept", "x-a"])
        #expect(definition.streams[0].request.parameters.map(\.name) == ["lang", "size"])
        #expect(definition.streams[0].request.parameters.map(\.value) == [.constant("en"), .constant(20)])
        #expect(definition.streams[1].request.headers.map(\.name) == ["Accept", "X-A"])
        guard case .asyncJob(let job)? = definition.streams[1].partitions.first else {
            Issue.record("no async job")
            return
        }
        #expect(job.creation.headers.map(\.name) == ["Accept", "x-a"])
        #expect(job.polling.request.headers.map(\.name) == ["Accept", "X-A"])
    }

    @Test func `repeats what is repeatable`() throws {
        let requests = [
            "path: /", "path: /, method: POST", "path: /, method: POST, retry_safe: true", "path: /, retry_safe: false",
        ]
        let flags = requests.compactMap {
            parse(Spelling.canonical.connector(stream: "request: { \($0) }"))?.streams[0].request.isSafeToRepeat
        }
        #expect(flags == [true, false, true, false])
    }

    @Test func `has names for the values of slices that come with ranges and parents`() throws {
        _ = try #require(
            parse(
                Spelling.canonical.connector(
                    """
                    streams:
                      - { name: a, request: { path: /a } }
                      - name: b
                        request: { path: "/{{ partition.day }}/{{ partition.start }}/{{ partition.end }}" }
                        partition: { type: date_range, field: day, start: "2020-01-01", step: P1D, format: unix }
                      - name: c
                        request: { path: "/{{ partition.id }}/{{ partition.owner }}" }
                        partition: { type: parent_stream, stream: a, field: id, parent_field: id, fields: { owner: owner.name } }
                    """)))
    }

    @Test func `a cursor used only to change records is not asked with`() throws {
        let definition = try #require(
            parse(
                Spelling.canonical.connector(
                    stream:
                        "request: { path: / }\ncursor_field: t\ntransform: [{ set: { since: \"{{ state.cursor }}\" } }]"
                )))
        #expect(definition.streams[0].incremental?.filter == .client)
    }
}
