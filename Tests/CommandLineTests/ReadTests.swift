import Actions
import Connector
import JSON
import TestSupport
import Testing

@testable import CommandLine

@Suite struct ReadTests {
    private static let read = ["read"] + FakeCatalog.options

    private static func failing(_ stream: String) -> FakeSource.Stream {
        var plan = FakeSource.Stream(stream, pages: [1, 1])
        plan.failure = (1, Failure(.auth, "GET https://orchard.example.com/\(stream): HTTP 401", hint: "check the key"))
        return plan
    }

    @Test func `messages and their order, word for word`() async throws {
        let source = FakeSource(streams: [
            .init("trees", pages: [2, 1]), .init("harvests", pages: [1, 1], cursor: true),
        ])
        var noting = FakeSource.Stream("harvests", pages: [1])
        noting.notes = ["HTTP 404 for one tree"]
        let failing = FakeSource(streams: [Self.failing("trees"), noting])
        let text = try await transcript(
            of: Program(catalog: FakeCatalog(source)),
            [
                Self.read, Self.read + ["--streams", "harvests", "--verbose", "--state-per-page"],
                Self.read + ["--streams", "harvests", "--format", "pretty"], Self.read + ["--max-records", "1"],
                Self.read + ["--format", "parquet", "--output", "folder"],
            ])
        let failures = try await transcript(of: Program(catalog: FakeCatalog(failing)), [Self.read])
        try GoldenFile.compare(text + failures, with: "Tests/Golden/CommandLine/read.txt")
    }

    @Test func `faults, each with a summary`() async throws {
        let text = try await transcript(
            of: Program(catalog: FakeCatalog(FakeSource(streams: [.init("trees", pages: [1])]))),
            [
                ["read"], ["read", "-c", "orchid"], ["read", "-c", "orchard"],
                ["read", "-c", "orchard", "--config-json", #"{"api_key":1}"#], Self.read + ["--streams", "tree"],
                Self.read + ["--streams", "trees", "--catalog", "x"], Self.read + ["--max-records", "-1"],
                Self.read + ["--max-seconds", "0"], Self.read + ["--max-seconds", "soon"],
                Self.read + ["--concurrency", "0"], Self.read + ["--format", "parquet"],
                Self.read + ["--format", "csv"], Self.read + ["--output", "folder"], Self.read + ["--all-text"],
                Self.read + ["--format", "parquet", "--output", "folder", "--max-file-mb", "0"],
                Self.read + ["--format", "parquet", "--output", "folder", "--compression", "lzo"],
                Self.read + ["--format", "parquet", "--output", "folder", "--nested", "list"],
                Self.read + ["--format", "parquet", "--output", "s3://bucket/folder"],
                Self.read + ["--state", "a", "--state-json", "{}"], Self.read + ["--state-json", "{"],
                Self.read + ["--state-json", #"{"connector":"stripe","streams":{}}"#],
                Self.read + ["--state", "/no/such/folder/state.json"],
                Self.read + ["--record", "a", "--replay", "b"],
            ])
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/read-faults.txt")
    }

    @Test func `exit codes say how it ended`() async throws {
        func code(_ streams: [FakeSource.Stream]) async throws -> ExitCode {
            try await captured(Program(catalog: FakeCatalog(FakeSource(streams: streams))), Self.read).code
        }
        #expect(try await code([.init("trees", pages: [1])]) == .succeeded)
        #expect(try await code([Self.failing("trees")]) == .failed)
        #expect(try await code([Self.failing("trees"), .init("harvests", pages: [1])]) == .partial)
        var wrong = Self.failing("trees")
        wrong.failure = (1, Failure(.config, "no such field"))
        #expect(try await code([wrong]) == .usage)
    }

    @Test func `interrupted after any page, it goes on where it stopped`() async throws {
        for stop in 1...5 {
            let interruption = Interruption()
            let pages = Counter()
            let streams: [FakeSource.Stream] = [
                .init("trees", pages: [2, 2, 1], cursor: true), .init("harvests", pages: [1, 1]),
            ]
            let source = FakeSource(streams: streams) { _, _ in
                if pages.increase() == stop { #expect(interruption.begin()) }
            }
            let first = try await captured(
                Program(catalog: FakeCatalog(source), interruption: interruption), Self.read)
            #expect(first.code == (stop < 5 ? .incomplete : .succeeded))
            #expect(try first.summary()["status"] == (stop < 5 ? "INCOMPLETE" : "SUCCEEDED"))
            #expect(pages.count == stop, "no page more is asked for")
            let second = try await captured(
                Program(catalog: FakeCatalog(FakeSource(streams: streams))),
                Self.read + ["--state-json", try first.state().description])
            #expect(second.code == .succeeded)
            // What is over has no part in what follows; when all is over, the next sync is another one.
            let expected = stop < 5 ? [1, 2] : [1, 2, 1, 2]
            #expect(try first.ids("harvests") + second.ids("harvests") == expected.map(Int64.init))
            if stop < 5 { #expect(try first.ids("trees") + second.ids("trees") == [1, 2, 3, 4, 5]) }
        }
    }

    @Test func `nothing is left to interrupt when it is over`() async throws {
        let interruption = Interruption()
        let source = FakeSource(streams: [.init("trees", pages: [1])])
        _ = try await captured(Program(catalog: FakeCatalog(source), interruption: interruption), Self.read)
        #expect(!interruption.begin())
    }

    @Test func `time that is over ends it with a state`() async throws {
        let source = FakeSource(streams: [.init("trees", pages: [1, 1, 1])])
        let program = Program(catalog: FakeCatalog(source))
        let first = try await captured(program, Self.read + ["--max-seconds", "0.000001"])
        #expect(first.code == .incomplete)
        #expect(try first.ids("trees") == [])
        #expect(try first.summary()["streams"]?[0]?["status"] == "INCOMPLETE")
        #expect(try first.summary()["incomplete_streams"] == 1)
        let second = try await captured(program, Self.read + ["--state-json", try first.state().description])
        #expect(second.code == .succeeded)
        #expect(try second.ids("trees") == [1, 2, 3])
    }

    @Test(arguments: [(nil, 0), ("1", 50), ("0.1", 5), ("900", 2_000)])
    func `a part of the time is kept free`(seconds: String?, milliseconds: Int64) throws {
        let words = seconds.map { ["--max-seconds", $0] } ?? []
        let command = Command.read(FakeCatalog(), FakePlaces(), Interruption())
        #expect(
            try ReadOptions(Arguments(parsing: words, for: command), connector: "orchard", in: FakePlaces()).reserve
                .milliseconds
                == milliseconds)
    }

    @Test func `stores that do not answer are given up some time after the time is over`() throws {
        let command = Command.read(FakeCatalog(), FakePlaces(), Interruption())
        func end(_ words: String...) throws -> ContinuousClock.Instant? {
            let options = try ReadOptions(
                Arguments(parsing: words, for: command), connector: "orchard", in: FakePlaces())
            return (options.places as? FakePlaces)?.end
        }
        #expect(try end() == nil)
        let start = ContinuousClock.now
        let given = try #require(try end("--max-seconds", "100"))
        #expect(given >= start + .seconds(130) && given <= .now + .seconds(130))
    }

    @Test func `a catalog chooses streams, and which are read whole`() async throws {
        let source = FakeSource(streams: [
            .init("trees", pages: [2], cursor: true), .init("harvests", pages: [2], cursor: true),
            .init("prices", pages: [1]),
        ])
        let state =
            #"{"streams":{"trees":{"cursor":9,"position":{"page":5}},"harvests":{"cursor":9,"position":{"page":5}}}}"#
        let catalog = """
            {"streams":[{"stream":{"name":"harvests"},"sync_mode":"incremental"},
                        {"stream":{"name":"trees"},"sync_mode":"full_refresh"}]}
            """
        let output = try await withTemporaryFolder { folder in
            try write(catalog, to: folder + "/catalog.json")
            return try await captured(
                Program(catalog: FakeCatalog(source)),
                Self.read + ["--catalog", folder + "/catalog.json", "--state-json", state])
        }
        #expect(try output.summary()["streams"]?.array?.map { $0["stream"] } == ["harvests", "trees"])
        #expect(try output.ids("trees") == [1, 2])
        #expect(try output.ids("harvests") == [])
        #expect(try output.state()["streams"]?["trees"]?["cursor"] == 2)
    }

    @Test func `secrets are in no text`() async throws {
        let secret = "sk_apples"
        var failing = FakeSource.Stream("trees", pages: [1, 1])
        failing.failure = (1, Failure(.auth, "GET /?key=\(secret): HTTP 401", hint: "is \(secret) right?"))
        failing.notes = ["a note with \(secret)"]
        let plan = failing
        let catalog = FakeCatalog(open: { (_, environment) throws(Failure) in
            FakeSource(streams: [plan]) { _, _ in
                for level in LogLevel.allCases { environment.log(level, "\(level) of \(secret)") }
            }
        })
        let result = try await captured(Program(catalog: catalog), Self.read + ["--verbose"])
        #expect(result.code == .failed)
        #expect(!result.output.contains(secret))
        #expect(!result.error.contains(secret))
        #expect(result.output.contains("debug of ***"))
        #expect(result.error.contains("is *** right?"))

        let refusing = FakeCatalog(open: { (configuration, _) throws(Failure) in
            throw Failure(.config, "\(configuration.values["api_key"]?.string ?? "") is no key")
        })
        for command in ["read", "check", "discover"] {
            let result = try await captured(Program(catalog: refusing), [command] + FakeCatalog.options)
            #expect(result.code == .usage)
            #expect(result.error == "curlew: *** is no key\n")
            #expect(!result.output.contains(secret))
        }
    }

    @Test func `output that takes nothing fails, and nothing more is read`() async throws {
        let pages = Counter()
        let source = FakeSource(streams: [.init("trees", pages: [1, 1]), .init("harvests", pages: [1])]) { _, _ in
            _ = pages.increase()
        }
        let result = try await capturedWithoutSpace(Program(catalog: FakeCatalog(source)), Self.read)
        #expect(result.code == .failed)
        #expect(result.error.hasSuffix("curlew: cannot write to standard output: No space left on device\n"))
        #expect(pages.count == 1)
    }

    @Test func `records of many pages come out whole`() async throws {
        let text = String(repeating: "x\u{1F333}\"\n", count: 3_000)
        let records = (0..<50).map { JSONValue.object(["id": .integer(Int64($0)), "text": .string(text)]) }
        let source = FakeSource(streams: [
            .init(descriptor: StreamDescriptor("trees"), slices: [("", [records, records])])
        ])
        let result = try await captured(Program(catalog: FakeCatalog(source)), Self.read)
        let data = try result.messages().compactMap { $0["record"]?["data"] }
        #expect(data == records + records)
        #expect(try result.types() == ["LOG", "RECORD", "STATE", "LOG", "STATE", "SYNC_SUMMARY"])
    }
}
