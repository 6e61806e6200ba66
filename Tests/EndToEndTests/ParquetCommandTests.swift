import Foundation
import JSON
import TestSupport
import Testing

/// `curlew read --format parquet` as a script runs it.
@Suite struct ParquetCommandTests {
    private static let programs = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// Runs a shell's command, with `$0` as the program `curlew` and the arguments behind it.
    private func shell(_ command: String, _ arguments: [String]) throws -> Finished {
        let process = Process()
        let (output, error) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command, Self.programs + "/curlew"] + arguments
        (process.standardOutput, process.standardError) = (output, error)
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let errorText = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            error: String(decoding: errorText, as: UTF8.self))
    }

    private func messages(_ output: String) throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }

    @Test func `records go to files, which the summary names`() throws {
        try Orchard.with(pages: 3) { folder, arguments in
            let output = folder + "/lake"
            let result = try run("curlew", ["read", "--format", "parquet", "--output", output] + arguments)
            #expect(result.status == 0)
            let messages = try messages(result.output)
            #expect(!messages.contains { $0["type"] == "RECORD" })
            #expect(messages.dropLast().last?["type"] == "STATE")
            let summary = messages.last?["summary"]
            #expect(summary?["output"] == ["format": "parquet", "directory": .string(output), "state_file": .null])
            let streams = summary?["streams"]?.array ?? []
            #expect(streams.map { $0["files"]?[0]?["rows"] } == [30, 1])
            let named = streams.compactMap { $0["output_file"]?.string }
            #expect(try Set(named) == Set(files(in: output).map { "\(output)/\($0)" }))
        }
    }

    @Test func `a full disk is a failure, and leaves nothing in view`() throws {
        try Orchard.with(pages: 40) { folder, arguments in
            // No file may be larger than 512 bytes.
            let output = folder + "/lake"
            let command = #"ulimit -f 1; exec "$0" "$@""#
            let arguments = ["read", "--format", "parquet", "--output", output, "--streams", "trees"] + arguments
            let result = try shell(command, arguments)
            #expect(result.status == 1)
            let summary = try messages(result.output).last?["summary"]
            #expect(summary?["streams"]?[0]?["error_kind"] == "destination")
            let error = try #require(summary?["streams"]?[0]?["error"]?.string)
            #expect(error.hasPrefix("cannot write \(output)/trees/dt="))
            #expect(error.hasSuffix(": File too large"))
            #expect(summary?["streams"]?[0]?["files"] == nil)
            #expect(try files(in: output) == [])
            #expect(try messages(result.output).dropLast().last?["state"]?["streams"] == [:])
            #expect(try shell(#"exec "$0" "$@""#, arguments).status == 0)
        }
    }

    @Test func `a disk that is full in the middle of a file gets its room back`() throws {
        try withTemporaryFolder { folder in
            // No file may be larger than 200 blocks; the first row group is.
            let result = try shell(
                #"ulimit -f 200; exec "$0" "$@""#,
                [
                    "read", "--connector", "demo", "--streams", "events", "--format", "parquet", "--output", folder,
                    "--config-json", #"{"events": 200000, "page_size": 5000}"#,
                ])
            #expect(result.status == 1)
            let left = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(left.filter { $0.hasSuffix(".tmp") || $0.hasSuffix(".parquet") } == [])
            #expect(try messages(result.output).last?["summary"]?["total_records"] == 0)
        }
    }

    @Test func `killed at random moments, it loses no record and repeats none`() throws {
        let crash = Process()
        let output = Pipe()
        crash.executableURL = URL(fileURLWithPath: PackageFolder.path + "/.venv/bin/python")
        crash.arguments = [PackageFolder.path + "/Tests/Crash/crash.py", Self.programs + "/curlew", "20"]
        crash.standardOutput = output
        try crash.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        crash.waitUntilExit()
        #expect(crash.terminationStatus == 0, "\(text)")
    }
}
