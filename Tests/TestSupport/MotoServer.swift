import Foundation
import Synchronization

/// Services of AWS on loopback, as moto plays them: one server for all tests of a process, which ends with it.
///
///     @Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)"))
///     …
///     let moto = try MotoServer.checking.get()
///     try moto.call("s3", "create_bucket", ["Bucket": "lake"])
///     … moto.url, moto.user …
///
/// Tests share what is on it, and run side by side: each should make buckets, secrets and users of its own.
public final class MotoServer: Sendable {
    /// Keys of the user who may do everything.
    public struct User: Sendable {
        public var accessKeyID: String
        public var secretAccessKey: String
    }

    /// What the server answered to a call that failed.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Whether scripts/setup has installed it.
    public static let isInstalled = FileManager.default.isExecutableFile(atPath: environment + "/bin/moto_server")
    /// Why tests are skipped where it is not.
    public static let absence = "scripts/setup has put no moto into .venv"

    /// The server that checks signatures and policies.
    public static let checking = Result { try MotoServer(checksSignatures: true) }
    /// One that lets everybody do everything, and does not mind requests without a signature.
    public static let trusting = Result { try MotoServer(checksSignatures: false) }

    public static let region = "us-east-1"
    public let port: Int
    public var url: String { "http://127.0.0.1:\(port)" }
    public var user: User { state.withLock { $0.user } }

    private static let environment = PackageFolder.path + "/.venv"

    private struct State: ~Copyable {
        var user: User
        var answers: FileHandle
    }

    // It ends when this is closed, and so when this process ends, however that comes about.
    private let commands = Pipe()
    private let state: Mutex<State>

    /// A server of one test's own. The parts of an upload must have 5 MB, but for the last, unless `leastPartSize` says
    /// otherwise.
    public init(checksSignatures: Bool, leastPartSize: Int? = nil) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.environment + "/bin/python")
        process.arguments = [PackageFolder.path + "/Tests/Moto/server.py"] + (checksSignatures ? ["checked"] : [])
        if let leastPartSize {
            process.environment = ProcessInfo.processInfo.environment
                .merging(["S3_UPLOAD_PART_MIN_SIZE": String(leastPartSize)]) { $1 }
        }
        process.standardInput = commands
        process.standardOutput = output
        try process.run()
        let answers = output.fileHandleForReading
        let greeting = try Self.object(Self.line(from: answers))
        guard let port = greeting["port"] as? Int else { throw Failure(description: "moto does not start") }
        self.port = port
        state = Mutex(State(user: try Self.user(in: greeting), answers: answers))
    }

    /// Forgets everything there is; the user has other keys then. Not for servers that other tests use.
    public func reset() throws {
        let answer = try answer(to: ["reset": true])
        let user = try Self.user(in: answer)
        state.withLock { $0.user = user }
    }

    /// Calls an operation as boto3 names it, as the user who may do everything, and returns what that returns. Bytes are
    /// written `["base64": text]`, in the answer too; dates are texts.
    @discardableResult
    public func call(
        _ service: String, _ operation: String, _ arguments: [String: Any] = [:]
    ) throws -> [String: Any] {
        try answer(to: ["service": service, "operation": operation, "arguments": arguments])
    }

    /// A user with a policy, given as JSON.
    public func newUser(_ name: String, policy: String) throws -> User {
        try call("iam", "create_user", ["UserName": name])
        try call("iam", "put_user_policy", ["UserName": name, "PolicyName": name, "PolicyDocument": policy])
        let key = try call("iam", "create_access_key", ["UserName": name])["AccessKey"] as? [String: Any]
        guard let id = key?["AccessKeyId"] as? String, let secret = key?["SecretAccessKey"] as? String else {
            throw Failure(description: "moto gives no keys to \(name)")
        }
        return User(accessKeyID: id, secretAccessKey: secret)
    }

    private func answer(to command: [String: Any]) throws -> [String: Any] {
        let line = try JSONSerialization.data(withJSONObject: command) + Data("\n".utf8)
        let answer = try state.withLock { state in
            try commands.fileHandleForWriting.write(contentsOf: line)
            return try Self.line(from: state.answers)
        }
        return try Self.object(answer)
    }

    private static func line(from answers: FileHandle) throws -> Data {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let piece = answers.availableData
            if piece.isEmpty { throw Failure(description: "moto has ended; what it said is on the standard error") }
            line += piece
        }
        return line
    }

    private static func object(_ line: Data) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
        if let error = object["error"] as? String { throw Failure(description: error) }
        return object
    }

    private static func user(in answer: [String: Any]) throws -> User {
        guard let id = answer["access_key_id"] as? String, let secret = answer["secret_access_key"] as? String else {
            throw Failure(description: "moto gives no keys")
        }
        return User(accessKeyID: id, secretAccessKey: secret)
    }
}
