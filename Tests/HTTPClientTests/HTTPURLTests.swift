import HTTPClient
import Testing

@Suite("HTTP URLs")
struct HTTPURLTests {
    @Test(
        "What can be requested, in the form in which it is",
        arguments: [
            ("https://api.example.com/v1/items?limit=10#top", "https://api.example.com/v1/items?limit=10"),
            ("HTTP://Example.COM:80", "http://example.com/"), ("https://a:443/", "https://a/"),
            ("https://a:80/", "https://a:80/"), ("http://a:/b", "http://a/b"), ("http://a?b", "http://a/?b"),
            ("http://u:p%40@a/", "http://u:p%40@a/"), ("http://@a/", "http://a/"),
            ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
            ("http://a/b c/ü?q=é\"<>#x y", "http://a/b%20c/%C3%BC?q=%C3%A9%22%3C%3E"),
            ("http://a/100%/%4/%zz/%41", "http://a/100%25/%254/%25zz/%41"),
            ("http://a/a/../b/./c", "http://a/a/../b/./c"), ("http://a\\@b/", nil), ("http://a/\\@b", "http://a/%5C@b"),
            ("http://my_host.local/", "http://my_host.local/"),
        ])
    func parsing(_ text: String, _ expected: String?) throws {
        #expect((try? HTTPURL(text))?.description == expected)
    }

    @Test(
        "What cannot, and why",
        arguments: [
            ("", "it does not begin with https:// or http://"),
            ("example.com/x", "it does not begin with https:// or http://"),
            ("ftp://a/", "the scheme is neither https nor http"), ("file:///etc/passwd", "the scheme is neither"),
            ("https:", "it names no host"), ("https:///x", "it names no host"), ("https://:80/", "it names no host"),
            ("https://u@/", "it names no host"), ("https://a b/", "a character that no host name has"),
            ("https://a%00b/", "a character that no host name has"), ("https://müller.de/", "write international"),
            ("https://a:65536/", "the port is not a number"), ("https://a:-1/", "the port is not a number"),
            ("https://a:8x/", "the port is not a number"), ("https://a@b@c/", "must be percent-encoded"),
            ("https://[::1/", "is not closed"), ("https://[1]/", "no IPv6 address"), ("https://[::g]/", "no IPv6"),
            ("https://[::1]x/", "something other than a port"), ("https://a/\n", "a control character"),
            ("https://a/\u{0}", "a control character"),
        ])
    func faults(_ text: String, _ reason: String) throws {
        let error = try #require(throws: HTTPError.self) { try HTTPURL(text) }
        guard case .invalidURL(let found) = error.kind else { throw error }
        #expect(found.contains(reason))
        #expect(error.wasSent == false)
    }

    @Test("References on a page")
    func resolving() throws {
        let base = try HTTPURL("https://u:p@a:8443/b/c?d=e")
        #expect(try base.resolving("../f?g").description == "https://u:p@a:8443/f?g")
        #expect(try base.resolving("//b/x").description == "https://b/x")
        #expect(try base.resolving("?page=2").description == "https://u:p@a:8443/b/c?page=2")
        #expect(throws: HTTPError.self) { try base.resolving("javascript:alert(1)") }
    }

    @Test("Origins")
    func origins() throws {
        let base = try HTTPURL("https://a/x")
        for same in ["https://A:443/y", "https://u@a/"] { #expect(try base.hasOrigin(of: HTTPURL(same))) }
        for other in ["http://a/x", "https://a:8443/x", "https://b/x", "https://a.b/x"] {
            #expect(try !base.hasOrigin(of: HTTPURL(other)))
        }
    }

    @Test("More query parameters, encoded")
    func appending() throws {
        let url = try HTTPURL("https://a/b")
        let items = [(name: "starting after", value: "a&b=c+d é/?"), (name: "limit", value: "")]
        let query = "starting%20after=a%26b%3Dc%2Bd%20%C3%A9%2F%3F&limit="
        #expect(url.appending(query: items).description == "https://a/b?" + query)
        #expect(try HTTPURL("https://a/b?c=d").appending(query: items).query == "c=d&" + query)
        #expect(try HTTPURL("https://a/b?").appending(query: items).query == query)
        #expect(url.appending(query: []) == url)
    }

    @Test("People see no secrets")
    func redacted() throws {
        let url = try HTTPURL("https://user:password@a/b?key=secret&page=2&secret")
        #expect(url.redacted == "https://***@a/b?key=***&page=***&***")
        for text in ["https://u:secret@a b/?k=secret#secret", "u:secret@a/", "//u:secret@a", "x?secret", "secret@b"] {
            let error = #expect(throws: HTTPError.self) { try HTTPURL(text) }
            #expect(error.map { !"\($0)".contains("secret") } == true)
        }
    }
}
