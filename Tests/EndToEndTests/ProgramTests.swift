import Foundation
import TestSupport
import Testing

@Suite struct ProgramTests {
    @Test func `curlew shows its version and help`() throws {
        #expect(try run("curlew", "--version") == Finished(status: 0, output: "curlew 0.1.0\n", error: ""))
        let help = try run("curlew", "--help")
        #expect(help.status == 0)
        #expect(help.output.contains("Usage: curlew COMMAND"))
        #expect(help.error == "")
        let bare = try run("curlew")
        #expect(bare.status == 2)
        #expect(bare.output == "")
        #expect(bare.error == help.output)
    }

    @Test func `curlew refuses what it does not know`() throws {
        #expect(
            try run("curlew", "--verson")
                == Finished(
                    status: 2, output: "", error: "curlew: unknown option `--verson`\nHint: see `curlew --help`\n"))
        #expect(
            try run("curlew", "frobnicate")
                == Finished(
                    status: 2, output: "", error: "curlew: unknown command `frobnicate`\nHint: see `curlew --help`\n"))
    }

    @Test func `output that cannot be written is an error`() throws {
        #expect(
            try run("curlew", "list", output: "/dev/full")
                == Finished(
                    status: 1, output: "",
                    error: "curlew: cannot write to standard output: No space left on device\n"))
    }

    @Test func `bootstrap shows its version`() throws {
        #expect(try run("bootstrap", "--version") == Finished(status: 0, output: "bootstrap 0.1.0\n", error: ""))
    }

    @Test func `run-local does what an event asks for`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func event(_ text: String) throws -> String {
            let file = folder.appendingPathComponent("event.json")
            try Data(text.utf8).write(to: file)
            return file.path
        }
        let path = try event(#"{"action": "streams", "connector": "openai"}"#)
        let streams = try run("curlew", "run-local", path)
        #expect(streams.status == 0)
        #expect(streams.output.hasPrefix(#"{"type":"STREAMS","connector":"openai","streams":["#))
        _ = try event("[1]")
        #expect(
            try run("curlew", "run-local", path).error.hasPrefix("curlew: an event is a JSON object\n"))
        _ = try event(#"{"action":}"#)
        let broken = try run("curlew", "run-local", path)
        #expect(broken.status == 2)
        #expect(
            broken.error == "curlew: \(path): invalid JSON: expected a value at byte 10\n")
        #expect(
            try run("curlew", "run-local", path + ".missing").error
                == "curlew: cannot read \(path).missing: No such file or directory\n")
    }
}
