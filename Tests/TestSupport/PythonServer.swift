import Foundation
import Synchronization

/// A server on loopback that a Python script in the folder of the tests is, with the packages that scripts/setup installs. It
/// prints one line of JSON when it is ready, answers lines of JSON with lines of JSON, and ends when it is dropped.
public final class PythonServer: Sendable {
    /// Whether scripts/setup has installed the packages.
    public static let isInstalled = FileManager.default.isExecutableFile(atPath: python)
    /// Why tests are skipped where it has not.
    public static let absence = "scripts/setup has made no .venv here"

    /// What went wrong with a server or a program.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    private static let python = PackageFolder.path + "/.venv/bin/python"

    public let port: Int
    public var url: String { "http://127.0.0.1:\(port)" }
    /// What else it said when it was ready.
    public let greeting: [String: String]
    private let commands = Pipe()
    private let answers: Mutex<FileHandle>

    /// Starts the script at a path in the folder of the tests.
    public init(_ script: String) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [PackageFolder.path + "/Tests/" + script]
        process.standardInput = commands
        process.standardOutput = output
        try process.run()
        let answers = output.fileHandleForReading
        let greeting = try Self.object(from: answers)
        guard let port = greeting["port"] as? Int else { throw Failure(description: "\(script) does not start") }
        self.port = port
        self.greeting = greeting.compactMapValues { $0 as? String }
        self.answers = Mutex(answers)
    }

    deinit {
        try? commands.fileHandleForWriting.close()
    }

    /// Has the server do something that the script knows.
    @discardableResult public func command(_ command: [String: Any]) throws -> [String: Any] {
        let line = try JSONSerialization.data(withJSONObject: command) + Data("\n".utf8)
        return try answers.withLock { answers in
            try commands.fileHandleForWriting.write(contentsOf: line)
            return try Self.object(from: answers)
        }
    }

    /// Runs a Python program beside it to its end, and returns what it prints. Throws when it ends with an error.
    @discardableResult public static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [PackageFolder.path + "/Tests/" + script] + arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(script) failed; what it said is on the standard error")
        }
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func object(from answers: FileHandle) throws -> [String: Any] {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let piece = answers.availableData
            if piece.isEmpty {
                throw Failure(description: "the server has ended; what it said is on the standard error")
            }
            line += piece
        }
        return try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
    }
}
