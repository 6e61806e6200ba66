import DateTime
import Testing

@testable import Signing

@Suite struct SharedKeyTests {
    private let key = SharedKey(account: "myaccount", key: "bm90IGEgc2VjcmV0IGtleQ==")
    private let time = Timestamp(unixSeconds: 1_435_361_952)

    @Test func `the example of Microsoft's documentation gives its string to sign`() throws {
        let request = SharedKey.Request(
            method: "GET", path: "/mycontainer",
            query: [("restype", "container"), ("comp", "metadata"), ("timeout", "20")],
            headers: [("x-ms-version", "2015-02-21"), ("x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT")], bodySize: 0)
        #expect(
            try #require(key).stringToSign(for: request)
                == "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
                + "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20")
    }

    @Test func `fields, lengths and repeated names of the query have their places`() throws {
        let request = SharedKey.Request(
            method: "PUT", path: "/lake/a%20b", query: [("Include", "b"), ("include", "a"), ("comp", "block")],
            headers: [
                ("X-MS-Meta-B", " two words "), ("x-ms-meta-a", "1"), ("Content-MD5", "md5"),
                ("Content-Type", "text/plain"),
                ("If-None-Match", "*"), ("If-Match", "\"tag\""), ("User-Agent", "curlew"),
            ], bodySize: 12)
        #expect(
            try #require(key).stringToSign(for: request)
                == "PUT\n\n\n12\nmd5\ntext/plain\n\n\n\"tag\"\n*\n\n\nx-ms-meta-a:1\nx-ms-meta-b:two words\n"
                + "/myaccount/lake/a%20b\ncomp:block\ninclude:a,b")
    }

    /// The signature was calculated with Python's hmac.
    @Test func `the date is signed with everything else`() throws {
        let request = SharedKey.Request(
            method: "GET", path: "/mycontainer", query: [("comp", "list")], headers: [("x-ms-version", "2021-12-02")],
            bodySize: 0)
        let additions = try #require(key).additions(to: request, at: try #require(time))
        #expect(additions.map(\.name) == ["x-ms-date", "Authorization"])
        #expect(
            additions.map(\.value) == [
                "Fri, 26 Jun 2015 23:39:12 GMT", "SharedKey myaccount:NPs+BbWoe6PHFg3SlrbDSGR7/XbJrFMRABraFa6VpCU=",
            ])
    }

    @Test func `what is no base64 is no key`() {
        #expect(SharedKey(account: "myaccount", key: "not base64!") == nil)
        #expect(SharedKey(account: "myaccount", key: "") == nil)
    }

    @Test func `what is printed holds no secret`() throws {
        let key = try #require(key)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(
            "\(key) \(String(reflecting: key))" == "the key of the account myaccount the key of the account myaccount")
        #expect(!dumped.contains("110"))
    }
}
