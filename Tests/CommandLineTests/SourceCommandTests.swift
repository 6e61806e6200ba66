import Connector
import JSON
import TestSupport
import Testing

@testable import CommandLine

/// `curlew check` and `curlew discover`.
@Suite struct SourceCommandTests {
    private static let source: FakeSource = {
        var trees = FakeSource.Stream("trees", pages: [])
        trees.slices = [
            (
                "",
                [
                    [["id": 1, "age": 3], ["id": 2, "age": .double(4.5), "kind": ["name": "apple"]]], [["id": "three"]],
                ]
            )
        ]
        var harvests = FakeSource.Stream("harvests", pages: [3], cursor: true)
        harvests.descriptor.schema = ["type": "object", "properties": ["id": ["type": "integer"]]]
        var broken = FakeSource.Stream("broken", pages: [1])
        broken.failure = (0, Failure(.auth, "HTTP 403 with sk_apples"))
        return FakeSource(streams: [trees, harvests, broken])
    }()

    @Test func `messages, word for word`() async throws {
        var refusing = Self.source
        refusing.checkFailure = Failure(.auth, "HTTP 401 for sk_apples", hint: "look at `api_key`")
        var declaring = FakeCatalog(Self.source)
        declaring.declared = Self.source.streams.map(\.descriptor)
        let options = FakeCatalog.options
        var text = try await transcript(
            of: Program(catalog: declaring),
            [
                ["check"] + options, ["check", "-c", "orchard"], ["check", "-c", "orchid"],
                ["discover", "-c", "orchard"], ["discover", "-c", "orchard", "--streams", "harvest"],
                ["discover"] + options + ["--streams", "trees, harvests", "--sample", "2"],
                ["discover"] + options + ["--streams", "trees", "--sample", "10"],
                ["discover"] + options + ["--sample", "1"],
                ["discover"] + options + ["--streams", "broken", "--sample", "1"],
                ["discover", "-c", "orchard", "--sample", "1"], ["discover", "-c", "orchard", "--sample", "all"],
            ])
        text += try await transcript(of: Program(catalog: FakeCatalog(refusing)), [["check"] + options])
        text += try await transcript(of: Program(catalog: FakeCatalog(Self.source)), [["discover", "-c", "orchard"]])
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/sources.txt")
    }

    @Test func `a key in the place of a file is not shown`() async throws {
        let program = Program(catalog: FakeCatalog(Self.source))
        for command in ["check", "read", "discover"] {
            let output = try await captured(program, [command, "-c", "orchard", "--config", "sk_live_SECRET123"])
            #expect(output.code == .usage)
            #expect(!(output.output + output.error).contains("SECRET123"))
            #expect(
                (output.output + output.error).contains(
                    "`--config` names a file, a URL, `secretsmanager:NAME` or `ssm:NAME`; what it names here is not there"
                ))
        }
    }

    @Test func `a sample asks for no more pages than it needs`() async throws {
        let pages = Counter()
        var source = FakeSource(streams: [.init("trees", pages: [2, 2, 2])])
        source.onPage = { _, _ in _ = pages.increase() }
        let program = Program(catalog: FakeCatalog(source))
        _ = try await captured(program, ["discover"] + FakeCatalog.options + ["--sample", "3"])
        #expect(pages.count == 2)
    }

    @Test func `a person is told in words and a table`() async throws {
        let program = Program(catalog: FakeCatalog(Self.source))
        #expect(
            try await shownOnTerminal(columns: 80, program, ["check"] + FakeCatalog.options)
                == "orchard: connection successful\n")
        #expect(
            try await shownOnTerminal(
                columns: 80, program,
                ["discover"] + FakeCatalog.options + ["--streams", "trees,harvests", "--sample", "5"])
                    == """
                    STREAM    CURSOR  KEY  FIELDS
                    trees             id   id, age, kind
                    harvests  id      id   id, name

                    """)
    }
}
