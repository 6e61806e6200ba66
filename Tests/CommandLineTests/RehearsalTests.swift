import Connector
import DateTime
import JSON
import TestSupport
import Testing

@testable import CommandLine

/// `curlew test`.
@Suite struct RehearsalTests {
    private static let catalog = FakeCatalog(open: { (_, environment) throws(Failure) in
        guard case .replay? = environment.rehearsal else { throw Failure(.internal, "nothing may be sent") }
        environment.log(.warning, "one exchange was never asked for")
        return FakeSource(streams: [.init("trees", pages: [2, 1], cursor: true), .init("harvests", pages: [1])])
    })

    private static func result(_ cases: [String: String], _ options: [String] = []) async throws -> Captured {
        try await withTemporaryFolder { folder in
            for (name, contents) in cases { try write(contents, to: "\(folder)/\(name)") }
            let result = try await captured(
                Program(catalog: catalog), ["test", "orchard", "--cassettes", folder] + options)
            return Captured(
                code: result.code, output: result.output.replacing(folder, with: "DIR"),
                error: result.error.replacing(folder, with: "DIR"))
        }
    }

    private static let right = """
        {"config": {"api_key": "apples"}, "exchanges": [],
         "records": {"trees": [{"name": "trees 1", "id": 1.0}, {"id": 2, "name": "trees 2"}, {"id": 3, "name": "trees 3"}]},
         "final_state": {"trees": {"cursor": 3}}}
        """

    @Test func `a case is right when records and state are as expected`() async throws {
        let result = try await Self.result(["a.json": Self.right])
        #expect(result.code == .succeeded)
        #expect(
            try result.messages() == [
                [
                    "type": "TEST_RESULT",
                    "test": [
                        "connector": "orchard", "case": "DIR/a.json", "status": "SUCCEEDED",
                        "notes": ["one exchange was never asked for"],
                    ],
                ],
                [
                    "type": "TEST_SUMMARY",
                    "summary": ["status": "SUCCEEDED", "connector": "orchard", "cases": 1, "failed": 0],
                ],
            ])
    }

    @Test(arguments: [
        (#""trees": [{"id": 1, "name": "oak"}]"#, #"trees, record 1, $.name: expected "oak", read "trees 1""#),
        (#""trees": [{"id": 1}]"#, #"trees, record 1, $.name: expected nothing, read "trees 1""#),
        (#""harvests": []"#, "harvests: expected 0 records, read 1"),
        (
            #""trees": [], "harvests": [{"id": 1, "name": "harvests 1"}]}, "max_records": 0, "x": {"#,
            "harvests: expected 1 records, read 0"
        ),
        (
            #""harvests": [{"id": 1, "name": "harvests 1"}]}, "final_state": {"harvests": {"cursor": 1}"#,
            #"final_state, $.harvests: expected {"cursor":1}, read nothing"#
        ),
        (#""fruits": []"#, "orchard has no stream `fruits`"),
    ])
    func `the first difference is named by its place`(records: String, fault: String) async throws {
        let text = #"{"config": {"api_key": "apples"}, "exchanges": [], "records": {\#(records)}}"#
        let result = try await Self.result(["a.json": text])
        #expect(result.code == (fault.contains("no stream") ? .usage : .failed))
        #expect(
            try result.messages().first?["test"]?["difference"] == .string(fault) || result.error.contains(fault))
    }

    @Test func `what a server says steers no terminal, and no secret is told`() async throws {
        let catalog = FakeCatalog(open: { (configuration, _) throws(Failure) in
            throw Failure(.source, "\u{1B}[2Jfor \(configuration.values["api_key"]?.string ?? "")\u{7}")
        })
        try await withTemporaryFolder { folder in
            try write(Self.right, to: folder + "/a.json")
            let result = try await captured(
                Program(catalog: catalog), ["test", "orchard", "--cassettes", folder])
            #expect(result.code == .failed)
            #expect(result.error == "curlew:  [2Jfor *** \n")
        }
    }

    @Test func `cases are YAML, too`() async throws {
        let right = """
            config: {api_key: apples}
            exchanges: []
            records:
              harvests:
                - {id: 1, name: harvests 1}
            """
        let result = try await Self.result(["b.yaml": right, "c.yml": right + "\nmax_records: 0", "readme.md": ""])
        #expect(try result.messages().map { $0["test"]?["case"] } == ["DIR/b.yaml", "DIR/c.yml", nil])
        #expect(try result.messages().map { $0["test"]?["status"] } == ["SUCCEEDED", "FAILED", nil])
        #expect(result.code == .failed)
    }

    @Test(arguments: [
        ("[]", "a case is an object"), ("{}", "`exchanges` is missing"),
        (#"{"exchanges":[],"config":{"api_key":"apples"}}"#, "`records` is missing"),
        (#"{"exchanges":[],"final_sate":{}}"#, "unknown member `final_sate`; did you mean `final_state`?"),
        (
            #"{"exchanges":[],"records":{"trees":1}}"#,
            "`records` must be an object with a list of records for each stream"
        ),
        (#"{"exchanges":[],"max_records":-1}"#, "`max_records` must be a whole number of records, 0 or more"),
        (#"{"exchanges":[],"now":"today"}"#, "`now` must be a moment such as 2024-12-31T00:00:00Z"),
        (#"{"exchanges":[],"records":{}}"#, "config: `api_key` is missing"), ("{", "the JSON text ends too soon"),
    ])
    func `a case that is none is refused`(text: String, message: String) async throws {
        let result = try await Self.result(["a.json": text])
        #expect(result.code == .usage)
        #expect(result.error.hasPrefix("curlew: DIR/a.json: "))
        #expect(result.error.contains(message))
    }

    @Test func `update writes what was read into JSON files`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.json"
            let wrong =
                #"{"config":{"api_key":"apples"},"exchanges":[{"request":1}],"records":{"harvests":[]},"more":[]}"#
            try write(wrong, to: path)
            let command = ["test", "orchard", "--cassettes", folder]
            let program = Program(catalog: Self.catalog)
            #expect(try await captured(program, command).code == .failed)
            #expect(try await captured(program, command + ["--update"]).code == .succeeded)
            let updated = try text(of: path)
            #expect(
                updated == """
                    {
                      "config": {
                        "api_key": "apples"
                      },
                      "exchanges": [
                        {
                          "request": 1
                        }
                      ],
                      "records": {
                        "harvests": [
                          {
                            "id": 1,
                            "name": "harvests 1"
                          }
                        ]
                      },
                      "more": []
                    }

                    """)
            #expect(try await captured(program, command + ["--update"]).code == .succeeded)
            #expect(try text(of: path) == updated)
            #expect(try await captured(program, command).code == .succeeded)
        }
        let yaml = try await Self.result(
            ["a.yaml": "config: {api_key: apples}\nexchanges: []\nrecords: {trees: []}"], ["--update"])
        #expect(yaml.code == .usage)
        #expect(yaml.error.contains("only JSON files are written anew"))
    }

    @Test(arguments: [
        ("stripe", "connectors/cassettes/orchard"), ("orchard.yaml", "cassettes/orchard"),
        ("./orchard.yaml", "./cassettes/orchard"), ("/a/b/x.yml", "/a/b/cassettes/orchard"),
    ])
    func `cases lie beside the connector`(reference: String, folder: String) {
        #expect(CaseFolder.path(of: "orchard", reference) == folder)
    }

    @Test func `a folder without cases is an error`() async throws {
        let result = try await Self.result(["readme.md": ""])
        #expect(result.code == .usage)
        #expect(result.error == "curlew: there is no case in DIR: no file that ends in .json or .yaml\n")
        let missing = try await captured(Program(catalog: Self.catalog), ["test", "orchard"])
        #expect(missing.code == .usage)
        #expect(
            missing.error.hasPrefix("curlew: cannot read connectors/cassettes/orchard: No such file or directory\n"))
    }

    @Test func `a person gets a line for each case`() async throws {
        try await withTemporaryFolder { folder in
            try write(Self.right, to: folder + "/a.json")
            try write(Self.right.replacing("trees 1", with: "oak"), to: folder + "/b.json")
            let text = try await shownOnTerminal(
                columns: 80, Program(catalog: Self.catalog), ["test", "orchard", "--cassettes", folder])
            #expect(
                text == """
                    ok       a.json
                             one exchange was never asked for
                    differs  b.json: trees, record 1, $.name: expected "oak", read "trees 1"
                             one exchange was never asked for

                    """)
        }
    }
}
