import DateTime
import Foundation
import JSON
import Signing
import TestSupport
import Testing

/// One folder of the public test suite of Signature Version 4.
struct Vector: Sendable {
    static let folder = PackageFolder.sharedData + "/sigv4"
    static let isPresent = FileManager.default.fileExists(atPath: folder)

    let name: String
    let request: SignableRequest
    let body: [UInt8]
    let signer: SignatureV4
    let time: Timestamp
    let lifetime: Duration

    init(_ name: String) throws {
        self.name = name
        let context = try JSONDocument.parse(Self.text(name, "context.json")).root
        let credentials = try #require(context["credentials"])
        signer = SignatureV4(
            region: try #require(context["region"]?.string), service: try #require(context["service"]?.string),
            credentials: AWSCredentials(
                accessKeyID: try #require(credentials["access_key_id"]?.string),
                secretAccessKey: try #require(credentials["secret_access_key"]?.string),
                sessionToken: credentials["token"]?.string),
            pathRule: context["normalize"]?.bool == false ? .verbatim : .normalized,
            sendsPayloadHash: context["sign_body"]?.bool == true,
            signsSessionToken: context["omit_session_token"]?.bool != true)
        time = try #require(context["timestamp"]?.string.flatMap { Timestamp(iso8601: $0) })
        lifetime = .seconds(try #require(context["expiration_in_seconds"]?.int64))
        (request, body) = try Self.request(Self.text(name, "request.txt"))
    }

    /// All of them.
    static func all() throws -> [Vector] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { try Vector($0) }
    }

    /// What one of its files wants.
    func wanted(_ file: String) throws -> String {
        try Self.text(name, file)
    }

    private static func text(_ name: String, _ file: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8)
    }

    /// A request as it goes over the wire, except that its lines end with line feeds.
    static func request(_ text: String) throws -> (SignableRequest, body: [UInt8]) {
        let parts = text.components(separatedBy: "\n\n")
        var lines = parts[0].split(separator: "\n").map(String.init)
        // The target of some has a space in it.
        let line = lines.removeFirst()
        let method = try #require(line.split(separator: " ").first)
        let target = line.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var request = SignableRequest(
            method: String(method), host: "", path: String(pieces[0]),
            query: pieces.count > 1 ? String(pieces[1]) : nil)
        for line in lines {
            if line.hasPrefix(" ") {
                request.headers[request.headers.count - 1].value += "\n" + line
                continue
            }
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if field[0] == "Host" { request.host = field[1] } else { request.headers.append((field[0], field[1])) }
        }
        return (request, Array(parts.dropFirst().joined(separator: "\n\n").utf8))
    }
}
