import HTTPClient
import TestSupport
import Testing

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    @Test("A trusted certificate for this name is accepted, and the connection kept")
    func good() async throws {
        let server = try TLSServer.shared.get()
        let session = server.session()
        var connections: Set<String> = []
        for host in ["localhost", "127.0.0.1", "localhost", "127.0.0.1"] {
            let request = HTTPRequest(.get, try HTTPURL("https://\(host):\(server.port("good"))/"))
            connections.insert(try await session.response(to: request).text)
        }
        #expect(connections.count == 2)
    }

    @Test(
        "Any other is refused, and the reason told",
        arguments: [
            ("authority", "unable to get local issuer certificate"),
            ("name", "does not match|no alternative certificate"),
            ("expired", "certificate has expired"), ("old", "SSL"),
        ])
    func bad(_ name: String, _ reasons: String) async throws {
        let server = try TLSServer.shared.get()
        let request = HTTPRequest(.get, try HTTPURL("https://localhost:\(server.port(name))/"))
        for error in [await server.session().failure(of: request), await server.session().streamFailure(of: request)] {
            guard case .tls(let found) = error?.kind else { throw try #require(error) }
            #expect(reasons.split(separator: "|").contains { found.contains($0) }, "\(found)")
            #expect(error?.wasSent == false)
        }
    }

    @Test("The system's authorities do not know the test's; a file that is none is an error")
    func trust() async throws {
        let server = try TLSServer.shared.get()
        let request = HTTPRequest(.get, try HTTPURL("https://localhost:\(server.port("good"))/"))
        for certificates in [nil, "/dev/null", server.folder + "/gone.pem"] {
            let session = HTTPSession(.init(userAgent: "curlew/test", certificates: certificates))
            #expect(await session.failure(of: request)?.kind.name == "tls")
        }
    }

    @Test("A redirect to http is not followed")
    func downgrade() async throws {
        let server = try TLSServer.shared.get()
        let request = HTTPRequest(.get, try HTTPURL("https://localhost:\(server.port("good"))/plain"))
        #expect(await server.session().failure(of: request)?.kind.name == "redirect")
    }

    @Test("A server that does not speak TLS, and one that hangs up")
    func noTLS() async throws {
        let server = try ScriptedServer { peer in
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        let session = HTTPSession(.init(userAgent: "curlew/test"))
        let error = await session.failure(of: HTTPRequest(.get, try HTTPURL("https://127.0.0.1:\(server.port)/")))
        #expect(error?.kind.name == "tls")
        #expect(error?.wasSent == false)
    }
}
