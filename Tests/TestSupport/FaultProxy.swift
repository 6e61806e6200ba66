import Foundation

/// Does to the requests to an S3 server what networks and busy stores do to them, as Tests/Faults/proxy.py says. It ends with
/// this process, or when it is dropped.
public final class FaultProxy: Sendable {
    public let port: Int
    public var url: String { "http://127.0.0.1:\(port)" }
    // It ends when this is closed.
    private let commands = Pipe()

    /// A proxy that has not begun to listen.
    public struct Silence: Error {}

    /// A proxy in front of the server on a port of loopback.
    public init(before server: Int) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", PackageFolder.path + "/Tests/Faults/proxy.py", String(server)]
        process.standardInput = commands
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { throw Silence() }
            line += piece
        }
        guard let port = Int(String(decoding: line.dropLast(), as: UTF8.self)) else { throw Silence() }
        self.port = port
    }

    deinit {
        try? commands.fileHandleForWriting.close()
    }
}
