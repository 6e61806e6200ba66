import Foundation
import JSON
import TestSupport

/// One of the package's programs while it runs, with its standard output and error in pipes.
final class RunningProgram {
    private let process = Process()
    private let output = Pipe()
    private let error = Pipe()
    private var unread: [UInt8] = []
    /// The messages read so far.
    private(set) var messages: [JSONValue] = []

    /// Starts a program, with variables besides those of this process, where wanted as one that ignores the signal of a
    /// closed pipe.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], ignoresClosedPipes: Bool = false
    ) throws {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let path = folder.appendingPathComponent(program).path
        let beginning = ignoresClosedPipes ? "trap '' PIPE; exec" : "exec"
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", beginning + #" "$0" "$@""#, path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = error
        try process.run()
        try output.fileHandleForWriting.close()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Reads messages up to one that is wanted; false when there is none.
    func read(until isWanted: (JSONValue) -> Bool) throws -> Bool {
        while let message = try next() {
            messages.append(message)
            if isWanted(message) { return true }
        }
        return false
    }

    /// The processes that the program has started and that have not ended.
    var children: [pid_t] {
        let tasks = "/proc/\(process.processIdentifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.flatMap { thread in
            let text = try? String(contentsOfFile: "\(tasks)/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
        }
    }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Nobody reads the standard output any more.
    func closeOutput() throws {
        try output.fileHandleForReading.close()
    }

    /// Sends a signal again and again until the program ends, and returns how it ended. After ten seconds it is killed.
    func end(bySending signal: Int32) throws -> Int32 {
        for _ in 0..<1_000 where process.isRunning {
            send(signal)
            usleep(10_000)
        }
        if process.isRunning { send(SIGKILL) }
        return try end()
    }

    /// How the program ended: its exit code, or, negative, the signal that ended it.
    func end() throws -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// What the program wrote to its standard error; it must have ended.
    func errorText() throws -> String {
        String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    private func next() throws -> JSONValue? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(...end) }
                return try JSONValue.parse(PaddedBytes(unread[..<end]))
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }
}
