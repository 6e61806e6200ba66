import Testing

@testable import HTTPClient

@Suite struct PlainURLTests {
    @Test func `a plain address is read in one pass as it is in parts`() throws {
        let texts = [
            "http://a/", "https://api.example.com/v1/orders?page=2&after=x%", "http://127.0.0.1:8080/small/17.json",
            "http://a:80/", "https://a:443/", "http://a:443/x", "https://a:65535/a.b/c..d?q=/.x/..&?e",
            "http://a-b_c~d/@:!$&'()*+,;=",
            "http://a/?", "http://a//b", "https://a:007/",
        ]
        for text in texts where !text.utf8.contains(UInt8(ascii: "%")) {
            let plain = try #require(HTTPURL(plain: text), "\(text)")
            #expect(try plain == HTTPURL(URLReference(text)), "\(text)")
        }
    }

    @Test(arguments: [
        "", "http", "http://", "http:///x", "http://a", "http://a?b", "HTTP://a/", "http://A/", "http://a:/b",
        "http://a:x/",
        "http://a:65536/", "http://a:99999999999999999999/", "http://a/%20", "http://a/b c", "http://a/é",
        "http://a/b#c",
        "http://a/./b", "http://a/../b", "http://a/.b", "http://u@a/", "http://[::1]/", "/b", "b?c=http://a/",
        "ftp://a/",
        "http://a/\n", "http://a:80",
    ])
    func `any other is left to the whole grammar`(_ text: String) {
        #expect(HTTPURL(plain: text) == nil)
    }
}
