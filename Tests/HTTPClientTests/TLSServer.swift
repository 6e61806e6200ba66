import Foundation
import HTTPClient
import TestSupport
import Testing

/// The script beside this file, which ends when the tests do.
final class TLSServer: Sendable {
    static let shared = Result { try TLSServer() }

    /// Where the certificates and keys are.
    let folder: String
    private let values: [String: String]
    private let input = Pipe()

    private init() throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", PackageFolder.path + "/Tests/HTTPClientTests/tls_server.py"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let pairs = line.split(whereSeparator: \.isWhitespace).map { $0.split(separator: "=").map(String.init) }
        values = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
        folder = try #require(values["folder"])
    }

    /// The port of the server whose certificate is wrong in the way named; "good" is the one whose is not.
    func port(_ name: String) throws -> Int {
        try #require(values[name].flatMap { Int($0) })
    }

    /// A session that trusts the test's authority.
    func session(adjusting adjust: (inout HTTPSession.Options) -> Void = { _ in }) -> HTTPSession {
        var options = HTTPSession.Options(userAgent: "curlew/test", certificates: folder + "/authority.pem")
        adjust(&options)
        return HTTPSession(options)
    }
}
