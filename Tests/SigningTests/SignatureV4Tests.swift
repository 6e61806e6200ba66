import DateTime
import Signing
import Testing

/// What neither the public suite nor the documentation's examples have.
@Suite struct SignatureV4Tests {
    static let time = Timestamp(iso8601: "2024-02-29T23:59:59.9Z") ?? .unixEpoch
    static let credentials = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hush")

    private func signer(_ rule: SignatureV4.PathRule, token: String? = nil) -> SignatureV4 {
        var credentials = Self.credentials
        credentials.sessionToken = token
        return SignatureV4(region: "eu-west-1", service: "any", credentials: credentials, pathRule: rule)
    }

    private func lines(_ request: SignableRequest, _ rule: SignatureV4.PathRule = .verbatim) -> [Substring] {
        signer(rule).signature(of: request, payload: .empty, at: Self.time).canonicalRequest
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test(arguments: [
        ("/a b", "/a%20b"), ("/a%20b", "/a%20b"), ("/a+b", "/a%2Bb"), ("/(1)!*'", "/%281%29%21%2A%27"),
        ("/%c3%a4/%41%2f", "/%C3%A4/A%2F"), ("/100%", "/100%25"), ("/100%4", "/100%254"), ("/a//../b/.", "/a//../b/."),
        ("", "/"),
    ])
    func `a verbatim path is encoded once, however it came`(path: String, canonical: String) {
        #expect(lines(SignableRequest(method: "GET", host: "h", path: path))[1] == canonical)
    }

    @Test(arguments: [
        ("/a%20b", "/a%2520b"), ("/a b", "/a%20b"), ("/a//b/./c/../", "/a/b/"), ("/../..", "/"), ("/a/..", "/"),
        ("/a/b/..", "/a/"), ("/a/.", "/a/"), ("", "/"), ("//", "/"),
    ])
    func `a normalized path is encoded once more`(path: String, canonical: String) {
        #expect(lines(SignableRequest(method: "GET", host: "h", path: path), .normalized)[1] == canonical)
    }

    @Test(arguments: [
        (nil, ""), ("", ""), ("a", "a="), ("a=&a", "a=&a="), ("b=1&a=2&a=1", "a=1&a=2&b=1"), ("p=a+b", "p=a%20b"),
        ("p=a%2Bb", "p=a%2Bb"), ("p=a/b", "p=a%2Fb"), ("p=%e4", "p=%E4"), ("a-b=1&a=2", "a=2&a-b=1"),
        ("&a=1&&", "a=1"), ("=x", "=x"), ("p=1=2", "p=1%3D2"),
    ])
    func `a query is sorted and spelled strictly`(query: String?, canonical: String) {
        #expect(lines(SignableRequest(method: "GET", host: "h", query: query))[2] == canonical)
    }

    @Test func `fields that change on the way are not signed`() {
        let request = SignableRequest(
            method: "GET", host: "h",
            headers: [
                ("User-Agent", "x"), ("Authorization", "x"), ("Accept-Encoding", "x"), ("X-Amzn-Trace-Id", "x"),
                ("Host", "other"), ("Content-Type", "text/plain"), ("X-Empty", "  "),
            ])
        let all = lines(request, .normalized)
        #expect(all[3...6] == ["content-type:text/plain", "host:h", "x-amz-date:20240229T235959Z", "x-empty:"])
        #expect(all[8] == "content-type;host;x-amz-date;x-empty")
    }

    @Test func `the next day has another key, and a copy shares what was made`() throws {
        let request = SignableRequest(method: "GET", host: "h")
        let first = signer(.verbatim)
        let next = try #require(Timestamp(unixSeconds: Self.time.unixSeconds + 1))
        let today = first.signature(of: request, payload: .empty, at: Self.time)
        let tomorrow = first.signature(of: request, payload: .empty, at: next)
        let copy = first
        #expect(today.signature == "1dec19b0a7d1d291c6276adbdb3e713638dc6e7a29d085c373161688fd8fd14e")
        #expect(tomorrow.signature == "614810597841fe922130993f3ad060802643cf7b751ba2ca78f325ce085fbb1b")
        #expect(copy.signature(of: request, payload: .empty, at: Self.time).signature == today.signature)
        #expect(tomorrow.stringToSign.split(separator: "\n")[2] == "20240301/eu-west-1/any/aws4_request")
    }

    @Test func `a signed address lives seven days at most and a second at least`() {
        let request = SignableRequest(method: "GET", host: "h")
        let lifetimes = [Duration.seconds(700_000), .zero, .seconds(-5), .milliseconds(2500)].map { lifetime in
            signer(.verbatim).presignedQuery(signing: request, at: Self.time, expires: lifetime).additions[4].value
        }
        #expect(lifetimes == ["604800", "1", "1", "2"])
    }

    @Test func `what is printed of a signature holds no token`() {
        let signed = signer(.verbatim, token: "secret-token").signature(
            of: SignableRequest(method: "GET", host: "h"), payload: .unsigned, at: Self.time)
        #expect(
            signed.additions.map(\.name).sorted() == [
                "Authorization", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token",
            ])
        #expect("\(signed)" == "signature \(signed.signature)")
        #expect(String(reflecting: signed) == "signature \(signed.signature)")
        #expect(signed.canonicalRequest.hasSuffix("\nUNSIGNED-PAYLOAD"))
    }
}
