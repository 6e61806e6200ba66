import Foundation
import HTTPClient
import TestSupport
import Testing

/// nginx on a port of loopback, with HTTP/2 and HTTP/1.1 over TLS.
final class Nginx: Sendable {
    static let path = "/usr/sbin/nginx"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)
    static let largeSize = 8 << 20

    /// What the log says of a request.
    struct Request: Sendable {
        var version: String
        var connection: String
        var target: String
    }

    let url: String
    private let port: Int
    private let folder: String
    private let process = Process()

    init(certificates: String) throws {
        let files = FileManager.default
        port = try ScriptedServer.unusedPort()
        url = "https://localhost:\(port)/"
        folder = files.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)").path
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        try Data(count: Self.largeSize).write(to: URL(fileURLWithPath: folder + "/large"))
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(folder)/\($0);" }
        let configuration = """
            daemon off; master_process off; pid \(folder)/pid; error_log \(folder)/errors;
            events {}
            http {
                log_format short "$server_protocol $connection $uri";
                access_log \(folder)/log short;
                \(temporary.joined(separator: " "))
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(certificates)/good.certificate;
                    ssl_certificate_key \(certificates)/good.key;
                    root \(folder);
                    location /small { return 200 small; }
                }
            }
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/configuration"))
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = ["-c", folder + "/configuration", "-e", folder + "/errors"]
        try process.run()
    }

    deinit {
        // Not SIGTERM, which processes started from a test do not receive: threads of dispatch block it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Returns when it accepts connections.
    func waitUntilReady() async throws {
        let session = HTTPSession(.init(userAgent: "curlew/test"))
        let request = HTTPRequest(.get, try HTTPURL("http://127.0.0.1:\(port)/"))
        try await poll { await session.failure(of: request) == nil }
    }

    /// What was requested over TLS, once that is in the log.
    func requests(_ count: Int) async throws -> [Request] {
        var requests: [Request] = []
        try await poll {
            let log = try String(contentsOfFile: folder + "/log", encoding: .utf8)
            requests = log.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.map {
                Request(version: $0[0], connection: $0[1], target: $0[2])
            }.filter { $0.target != "/" }
            return requests.count >= count
        }
        return requests
    }

    private func poll(_ isDone: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await isDone() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("nginx is not ready: \(try String(contentsOfFile: folder + "/errors", encoding: .utf8))")
    }
}
