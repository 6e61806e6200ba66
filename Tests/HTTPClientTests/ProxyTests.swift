import Foundation
import TestSupport
import Testing

@testable import HTTPClient

/// Proxies are named by the environment, which is a program's as a whole; so each test is a program of its own.
@Suite("Proxies", .timeLimit(.minutes(1)))
struct ProxyTests {
    @Test("Requests to http go through the proxy that the environment names, but for hosts it leaves out")
    func forward() async {
        await #expect(processExitsWith: .success) {
            let proxy = try ScriptedServer { peer in
                while let request = peer.readRequest() {
                    peer.answer(text: "\(request.target) \(request.headers["proxy-authorization"] ?? "-")")
                }
            }
            let direct = try ScriptedServer { peer in
                while peer.readRequest() != nil { peer.answer(text: "direct") }
            }
            setenv("http_proxy", "http://me:word@127.0.0.1:\(proxy.port)", 1)
            setenv("no_proxy", "127.0.0.1,localhost", 1)
            let session = HTTPSession(.init(userAgent: "curlew/test"))
            let far = HTTPRequest(.get, try HTTPURL("http://birds.invalid/curlew?a=b"))
            let text = try await session.response(to: far).text
            try #require(text == "http://birds.invalid/curlew?a=b Basic bWU6d29yZA==")
            let near = HTTPRequest(.get, try HTTPURL(direct.url("/")))
            try #require(try await session.response(to: near).text == "direct")
        }
    }

    @Test("A request that is direct goes past any proxy")
    func direct() async {
        await #expect(processExitsWith: .success) {
            let proxy = try ScriptedServer { peer in
                while peer.readRequest() != nil { peer.answer(text: "proxy") }
            }
            let server = try ScriptedServer { peer in
                while peer.readRequest() != nil { peer.answer(text: "server") }
            }
            setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
            setenv("all_proxy", "http://127.0.0.1:\(proxy.port)", 1)
            let session = HTTPSession(.init(userAgent: "curlew/test"))
            var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
            for (isDirect, expected) in [(true, "server"), (false, "proxy"), (true, "server")] {
                request.isDirect = isDirect
                try #require(try await session.response(to: request).text == expected)
            }
        }
    }

    @Test("Requests to https go through a tunnel, and a proxy that refuses is told apart from the server")
    func tunnel() async {
        await #expect(processExitsWith: .success) {
            let proxy = try ScriptedServer { peer in
                guard let request = peer.readRequest() else { return }
                guard request.method == "CONNECT", request.target == "birds.invalid:443" else {
                    peer.answer("403 Forbidden")
                    return
                }
                peer.send("HTTP/1.1 200 OK\r\n\r\nno TLS here at all, sorry")
            }
            setenv("https_proxy", "http://me:word@127.0.0.1:\(proxy.port)", 1)
            let session = HTTPSession(.init(userAgent: "curlew/test"))
            let tunnelled = await session.failure(of: HTTPRequest(.get, try HTTPURL("https://birds.invalid/")))
            try #require(tunnelled?.kind.name == "tls")
            let refused = await session.failure(of: HTTPRequest(.get, try HTTPURL("https://fish.invalid/")))
            try #require(refused?.wasSent == false)
            try #require(refused?.description.contains("403") == true)
            try #require(refused?.description.contains("word") == false)
        }
    }
}
