import Connector
import Crypto
import Foundation
import HTTPClient
import JSON
import Templates
import TestSupport
import Testing

@testable import Declarative

@Suite struct SignedTokenTests {
    private static func token(
        _ algorithm: Authentication.JSONWebToken.Algorithm, key: String, exchangedAt url: String? = nil
    ) throws -> Authentication {
        var token = Authentication.JSONWebToken(
            algorithm: algorithm, privateKey: try .test("{{ config.key }}"), issuer: try .test("me"),
            audience: try .test("https://auth.example.com/"))
        token.keyID = try .test("k1")
        token.subject = try .test("you")
        token.lifetime = .seconds(600)
        token.claims = [
            TemplatedField(name: "scope", value: .constant("read")), TemplatedField(name: "n", value: .constant(7)),
        ]
        token.tokenURL = try url.map { try .test($0) }
        return .jwt(token)
    }

    private func parts(_ token: some StringProtocol) throws -> (
        header: JSONValue, claims: JSONValue, signature: [UInt8]
    ) {
        let parts = token.split(separator: ".")
        try #require(parts.count == 3)
        let texts = try parts.prefix(2).map {
            String(decoding: try #require(Base64.url.decode(String($0))), as: UTF8.self)
        }
        return (try .parse(texts[0]), try .parse(texts[1]), try #require(Base64.url.decode(String(parts[2]))))
    }

    private func sentToken(_ algorithm: Authentication.JSONWebToken.Algorithm, key: String) async throws -> String {
        let transport = ScriptedTransport(.answer(200, [:], "{}"))
        let bench = try SendingBench(
            transport, authentication: Self.token(algorithm, key: key), configuration: ["key": .string(key)])
        #expect(await bench.fault(.items) == nil)
        let field = try #require(transport.requests.first?.headers["Authorization"])
        try #require(field.hasPrefix("Bearer "))
        let token = String(field.dropFirst(7))
        #expect(bench.environment.secrets.masked(token) == "***")
        let (header, claims, _) = try parts(token)
        #expect(header == ["alg": .string(algorithm.rawValue), "typ": "JWT", "kid": "k1"])
        let expected: JSONValue = [
            "iss": "me", "sub": "you", "aud": "https://auth.example.com/", "iat": 1_795_262_400, "exp": 1_795_263_000,
            "scope": "read", "n": 7,
        ]
        #expect(claims == expected)
        return token
    }

    @Test func `a shared secret`() async throws {
        let token = try await sentToken(.hs256, key: "shared s3cret")
        let program = """
            import base64, hashlib, hmac, sys
            text, _, signature = open(sys.argv[1]).read().rpartition(".")
            made = hmac.new(b"shared s3cret", text.encode(), hashlib.sha256).digest()
            print(base64.urlsafe_b64encode(made).decode().rstrip("=") == signature)
            """
        #expect(String(decoding: try runPython(program, input: Array(token.utf8)), as: UTF8.self) == "True\n")
    }

    @Test func `RSA and elliptic keys, checked by OpenSSL`() async throws {
        for (algorithm, options) in [
            (.rs256, ["-algorithm", "RSA"]), (.rs384, ["-algorithm", "RSA"]), (.rs512, ["-algorithm", "RSA"]),
            (.es256, ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ] as [(Authentication.JSONWebToken.Algorithm, [String])] {
            let key = String(decoding: try openSSL(["genpkey"] + options), as: UTF8.self)
            let token = try await sentToken(algorithm, key: key)
            let signature = try parts(token).signature
            // Those of elliptic keys are random, and checked where they are made.
            guard algorithm != .es256 else {
                #expect(signature.count == 64)
                continue
            }
            let signed = String(token.prefix(upTo: try #require(token.lastIndex(of: "."))))
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)")
                .path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try write(key, to: folder + "/key")
            try write(signed, to: folder + "/text")
            let digest = "-sha\(algorithm.rawValue.dropFirst(2))"
            #expect(try openSSL(["dgst", digest, "-sign", folder + "/key", folder + "/text"]) == signature)
        }
    }

    private func openSSL(_ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return bytes
    }

    @Test func `it is signed anew before it expires`() async throws {
        let transport = ScriptedTransport(.answer(200, [:], "{}"))
        let bench = try SendingBench(
            transport, authentication: Self.token(.hs256, key: "shared"), configuration: ["key": "shared"])
        for _ in 0..<2 {
            #expect(await bench.fault(.items) == nil)
            bench.clock.advance(by: .seconds(539))
        }
        bench.clock.advance(by: .seconds(1))
        #expect(await bench.fault(.items) == nil)
        #expect(Set(transport.requests.map { $0.headers["Authorization"] }).count == 2)
    }

    @Test func `it is exchanged for an access token`() async throws {
        let endpoint = TokenEndpoint(extra: ["expires_in": 3600])
        let transport = ScriptedTransport { _, request in await endpoint.reply(request) }
        let authentication = try Self.token(.hs256, key: "shared", exchangedAt: "https://auth.example.com/token")
        let bench = try SendingBench(transport, authentication: authentication, configuration: ["key": "shared"])
        for _ in 0..<2 { #expect(await bench.fault(.items) == nil) }
        #expect(endpoint.issued == 1)
        let form = try #require(endpoint.forms.first)
        #expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        #expect(try parts(try #require(form["assertion"])).claims["iss"] == "me")
        #expect(form.count == 2)
    }

    @Test func `a key that is none is a failure when the connector is opened, and not shown`() throws {
        let failure = #expect(throws: Failure.self) {
            try SendingBench(
                ScriptedTransport(.answer(200)), authentication: Self.token(.rs256, key: ""),
                configuration: ["key": "n0 key"])
        }
        #expect(failure?.kind == .config)
        #expect(failure?.message.hasPrefix("the private key: ") == true)
        #expect(failure?.message.contains("n0 key") == false)
    }
}
