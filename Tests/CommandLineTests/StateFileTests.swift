import Actions
import Connector
import Foundation
import JSON
import TestSupport
import Testing

@testable import CommandLine

/// `--state FILE` over several runs.
@Suite struct StateFileTests {
    private static let streams: [FakeSource.Stream] = [.init("trees", pages: [2, 1], cursor: true)]

    @Test func `a file that does not exist is made, and read by the next run`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/state.json"
            let command = ["read"] + FakeCatalog.options + ["--state", path]
            let first = try await captured(Program(catalog: FakeCatalog(FakeSource(streams: Self.streams))), command)
            #expect(first.code == .succeeded)
            #expect(try first.summary()["output"]?["state_file"] == .string(path))
            let state = try JSONValue.parse(text(of: path))
            #expect(state == (try first.state()))
            #expect(state["streams"]?["trees"]?["cursor"] == 3)

            let interruption = Interruption()
            let source = FakeSource(streams: [.init("trees", pages: [2, 2, 2], cursor: true)]) { _, _ in
                _ = interruption.begin()
            }
            let second = try await captured(
                Program(catalog: FakeCatalog(source), interruption: interruption), command)
            #expect(second.code == .incomplete)
            #expect(try JSONValue.parse(text(of: path)) == (try second.state()))
            #expect(try second.state()["sync"]?["generation"] == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state.json"])
        }
    }

    @Test(arguments: [
        ("", "this state is damaged"), (#"{"streams":{"trees":{"cursor":3}"#, "this state is damaged"),
        ("[]", "it must be an object"), (#"{"connector":"stripe","streams":{}}"#, "it belongs to the connector stripe"),
        (#"{"version":2,"streams":{}}"#, "version 2 is not known"),
    ])
    func `a file that is no state of this connector is refused before anything is asked`(
        contents: String, message: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/state.json"
            try write(contents, to: path)
            let catalog = FakeCatalog(open: { (_, _) throws(Failure) in
                Issue.record("the source was opened")
                return FakeSource(streams: Self.streams)
            })
            let result = try await captured(
                Program(catalog: catalog), ["read"] + FakeCatalog.options + ["--state", path])
            #expect(result.code == .usage)
            #expect(result.error.contains(message))
            #expect(try result.summary()["status"] == "FAILED")
            #expect(try text(of: path) == contents)
        }
    }
}
