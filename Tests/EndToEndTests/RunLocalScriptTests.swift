import Foundation
import TestSupport
import Testing

/// `scripts/run-local`, with programs in place of those that it calls.
@Suite struct RunLocalScriptTests {
    /// Runs the script in a folder of its own; what it builds prints where it is and what it is given.
    private func run(_ arguments: [String], in folder: String) throws -> (status: Int32, output: String, error: String)
    {
        let package = folder + "/package"
        let caller = folder + "/caller"
        for path in [package + "/scripts", package + "/.build/debug", folder + "/bin", caller] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try Data("{}".utf8).write(to: URL(fileURLWithPath: caller + "/event.json"))
        try FileManager.default.copyItem(
            atPath: PackageFolder.path + "/scripts/run-local", toPath: package + "/scripts/run-local")
        for path in [package + "/scripts/setup", folder + "/bin/swift"] {
            try script("cat", at: path)
        }
        try script(#"pwd; printf '%s\n' "$@"; cat"#, at: package + "/.build/debug/curlew")

        let process = Process()
        let (input, output, error) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: package + "/scripts/run-local")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: caller)
        process.environment = ["PATH": "\(folder)/bin:/usr/bin:/bin"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("the event".utf8))
        try input.fileHandleForWriting.close()
        let texts = [output, error].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return (process.terminationStatus, texts[0], texts[1])
    }

    private func script(_ text: String, at path: String) throws {
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    @Test(arguments: [
        ["-"], ["--help"], ["event.json", "--once"], ["--deadline-ms", "5", "event.json"],
        ["-q", "./a folder/event.json"],
    ])
    func `everything goes to the program as it is`(arguments: [String]) throws {
        try withTemporaryFolder { folder in
            let (status, output, _) = try run(arguments, in: folder)
            #expect(status == 0)
            let caller = URL(fileURLWithPath: folder + "/caller").resolvingSymlinksInPath().path
            #expect(output == ([caller, "run-local"] + arguments + ["the event"]).joined(separator: "\n"))
        }
    }

    @Test func `it says what takes its time`() throws {
        try withTemporaryFolder { folder in
            let (_, _, error) = try run(["-"], in: folder)
            #expect(
                error
                    == "run-local: looking for what the build needs\nrun-local: building curlew; the first time takes minutes\n"
            )
        }
    }

    @Test func `without an event it says how it is called, and builds nothing`() throws {
        try withTemporaryFolder { folder in
            let (status, output, error) = try run([], in: folder)
            #expect(status == 2 && output == "")
            #expect(error == "usage: scripts/run-local [OPTION...] EVENT.json|-\n")
        }
    }
}
