import Foundation
import JSON
import TestSupport

/// The program `bootstrap`, as built beside the tests, while it runs. Its log goes to a file.
final class RunningFunction {
    private let process = Process()
    private let folder: String

    /// Starts it with nothing in its environment but the address of a Runtime API, where there is one, and what is given.
    init(at address: String?, _ environment: [String: String] = [:]) throws {
        folder = NSTemporaryDirectory() + "curlew-function-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let output = try Self.file(folder + "/output")
        let error = try Self.file(folder + "/error")
        process.executableURL = URL(fileURLWithPath: Self.program)
        var variables = environment
        variables["AWS_LAMBDA_RUNTIME_API"] = address
        process.environment = variables
        process.standardOutput = output
        process.standardError = error
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    static let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("bootstrap").path

    private static func file(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    var isRunning: Bool { process.isRunning }
    var processID: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// How the process ended: its exit code, or, negative, the signal that ended it. One that does not end in a minute is
    /// killed.
    func end() -> Int32 {
        for _ in 0..<6_000 where process.isRunning { usleep(10_000) }
        if process.isRunning { send(SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// The lines of its log so far.
    func log() throws -> [JSONValue] {
        try text(of: folder + "/output").split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    /// What it has written to its standard error.
    var errorText: String { (try? text(of: folder + "/error")) ?? "" }
}
