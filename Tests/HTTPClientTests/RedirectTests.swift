import Testing

@testable import HTTPClient

@Suite("Where a redirect leads")
struct RedirectTests {
    private func request(_ method: HTTPMethod = .get, _ url: String = "https://a/x") throws -> HTTPRequest {
        HTTPRequest(
            method, try HTTPURL(url),
            headers: [
                HTTPHeader("Accept", "*/*"), HTTPHeader("authorization", "Bearer secret"),
                HTTPHeader("X-Api-Key", "secret", isCredential: true), HTTPHeader("Content-Type", "text/plain"),
                HTTPHeader("Host", "a"), HTTPHeader("Cookie", "secret"),
            ], body: method == .get ? nil : Array("text".utf8))
    }

    private func head(_ status: Int, to location: String?, from url: String = "https://a/x") throws -> HTTPResponseHead
    {
        HTTPResponseHead(
            status: status, headers: HTTPHeaders(location.map { [HTTPHeader("Location", $0)] } ?? []),
            url: try HTTPURL(url))
    }

    @Test(
        "Credentials stay on the same origin, however it is written",
        arguments: ["/y", "y", "https://A:443/y", "//a/y"])
    func sameOrigin(_ location: String) throws {
        let next = try #require(try request().redirected(by: head(302, to: location)))
        #expect(next.url.description == "https://a/y")
        #expect(next.headers == (try request().headers))
    }

    @Test(
        "Credentials go nowhere else", arguments: ["https://b/y", "https://a:8443/y", "https://a.b/y", "https://a@b/y"])
    func otherOrigin(_ location: String) throws {
        let next = try #require(try request(.post).redirected(by: head(307, to: location)))
        #expect(next.headers.fields.map(\.name) == ["Accept", "Content-Type"])
        #expect(next.method == .post)
        #expect(next.body == Array("text".utf8))
        let back = try #require(try next.redirected(by: head(307, to: "https://a/x", from: location)))
        #expect(back.headers.fields.map(\.name) == ["Accept", "Content-Type"])
    }

    @Test("A user and password in the URL stay on the same origin")
    func userInformation() throws {
        let request = try request(.get, "https://u:p@a/x")
        #expect(try request.redirected(by: head(302, to: "https://a/y"))?.url.description == "https://u:p@a/y")
        #expect(try request.redirected(by: head(302, to: "https://b/y"))?.url.description == "https://b/y")
    }

    @Test(
        "The method, as browsers change it",
        arguments: [
            (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (303, "PUT", "GET"),
            (303, "HEAD", "HEAD"),
            (301, "PUT", "PUT"), (302, "DELETE", "DELETE"), (307, "POST", "POST"), (308, "POST", "POST"),
        ])
    func methods(_ status: Int, _ method: String, _ expected: String) throws {
        let name = try #require(HTTPMethod(method))
        let next = try #require(
            try request(name).redirected(by: head(status, to: "/y")))
        #expect(next.method.description == expected)
        #expect((next.body == nil) == (method != expected))
        #expect((next.headers["Content-Type"] == nil) == (method != expected))
    }

    @Test("What is no redirect", arguments: [200, 201, 300, 304, 305, 306, 404])
    func others(_ status: Int) throws {
        #expect(try request().redirected(by: head(status, to: "/y")) == nil)
        #expect(try request().redirected(by: head(302, to: nil)) == nil)
        var still = try request()
        still.redirects.maximum = 0
        #expect(try still.redirected(by: head(302, to: "/y")) == nil)
    }

    @Test("Other schemes, and encryption lost, are refused")
    func refused() throws {
        for location in [
            "http://a/y", "ftp://a/y", "file:///etc/passwd", "javascript:x", "https://", "http:///x?k=secret",
        ] {
            let failure = try #require(throws: ExchangeFailure.self) {
                try request().redirected(by: head(302, to: location))
            }
            #expect(failure.kind.isRedirect)
            #expect(!"\(failure.kind)".contains("secret"))
        }
        var lenient = try request()
        lenient.redirects.mayLoseEncryption = true
        let next = try lenient.redirected(by: head(302, to: "http://a/y"))
        #expect(next?.headers["Authorization"] == nil)
        #expect(next?.url.description == "http://a/y")
    }

    @Test("A body that is a credential goes to no other origin")
    func body() throws {
        var token = try request(.post)
        token.bodyIsCredential = true
        #expect(try token.redirected(by: head(308, to: "/y"))?.body != nil)
        #expect(try token.redirected(by: head(302, to: "https://b/y"))?.body == nil)
        let failure = try #require(throws: ExchangeFailure.self) {
            try token.redirected(by: head(308, to: "https://b/y"))
        }
        #expect(failure.kind.isRedirect)
    }
}

extension HTTPError.Kind {
    fileprivate var isRedirect: Bool {
        if case .redirect = self { true } else { false }
    }
}
