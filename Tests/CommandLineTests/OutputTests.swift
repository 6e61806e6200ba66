import Connector
import TestSupport
import Testing

@testable import CommandLine

/// What the commands write, word for word. The texts lie in Tests/Golden/CommandLine.
@Suite struct OutputTests {
    static let program = Program(catalog: FakeCatalog())

    @Test func `help of the program and of every command`() async throws {
        let commands = [
            [], ["list"], ["streams"], ["spec"], ["check"], ["discover"], ["read"], ["validate"], ["test"], ["schema"],
            ["new"], ["run-local"],
        ]
        let text = try await transcript(of: Self.program, commands.map { $0 + ["--help"] })
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/help.txt")
    }

    @Test func `messages, one on a line`() async throws {
        let text = try await transcript(
            of: Self.program,
            [
                ["list"], ["streams", "--connector", "orchard"], ["spec", "-c", "orchard-billing"], ["schema"],
                ["validate", "right.yaml"], ["validate", "broken.yaml", "right.yaml"],
                ["validate", "-c", "orchard", "--config-json", #"{"api_key":"secret"}"#],
                ["validate", "-c", "orchard", "--config-json", #"{"apikey":"secret","start_date":"today"}"#],
            ])
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/messages.txt")
    }

    @Test func `faults of usage`() async throws {
        let text = try await transcript(
            of: Self.program,
            [
                ["spec"], ["streams"], ["streams", "--connector", "orchid"], ["validate"], ["new"], ["new", "a", "b"],
                ["list", "orchard"], ["spec", "--conector", "orchard"],
                ["validate", "--config-json", "{}"], ["validate", "-c", "orchard"],
                ["validate", "-c", "orchard", "--config-json", #"{"api_key":"secret"#],
                ["validate", "-c", "orchard", "--config-json", "{}", "--config", "config.json"],
                ["validate", "a.yaml", "-c", "orchard", "--config-json", "{}"],
                ["validate", "-c", "orchard", "--config", "no-such-file.json"], ["lst"], ["help", "nothing"],
            ])
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/faults.txt")
    }

    @Test(arguments: [(40, "narrow"), (160, "wide")])
    func `tables are as wide as the terminal`(columns: UInt16, name: String) async throws {
        var text = ""
        let commands = [["list"], ["streams", "-c", "orchard"], ["spec", "-c", "orchard"]]
        for command in commands {
            text += "$ curlew \(command.joined(separator: " "))\n"
            text += try await shownOnTerminal(columns: columns, Self.program, command) + "\n"
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= Int(columns) })
        try GoldenFile.compare(text, with: "Tests/Golden/CommandLine/tables-\(name).txt")
    }

    @Test func `a terminal that does not know its width has 80 columns`() async throws {
        let text = try await shownOnTerminal(columns: 0, Self.program, ["list"])
        #expect(text.split(separator: "\n").map(\.count) == [47, 80, 42])
    }

    @Test func `a person is told in words that a file is right`() async throws {
        let text = try await shownOnTerminal(columns: 80, Self.program, ["validate", "right.yaml"])
        #expect(text == "right.yaml: orchard, 2 streams, nothing wrong\n")
    }
}
