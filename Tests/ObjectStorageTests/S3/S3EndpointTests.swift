import HTTPClient
import Testing

@testable import ObjectStorage

@Suite struct S3EndpointTests {
    @Test func `buckets stand in front of AWS's hosts`() throws {
        let endpoint = S3Endpoint(bucket: "lake", custom: nil)
        #expect(
            try text(endpoint, "a b/ü+=&.parquet")
                == "https://lake.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC%2B%3D%26.parquet")
        #expect(try text(endpoint, "") == "https://lake.s3.eu-west-1.amazonaws.com/")
        #expect(try text(endpoint, "x", in: "cn-north-1") == "https://lake.s3.cn-north-1.amazonaws.com.cn/x")
    }

    @Test func `names with points stand in the path, where the certificate holds`() throws {
        #expect(
            try text(S3Endpoint(bucket: "my.lake", custom: nil), "x") == "https://s3.eu-west-1.amazonaws.com/my.lake/x")
    }

    @Test func `other servers have the bucket in the path, unless told otherwise`() throws {
        let server = try HTTPURL("http://127.0.0.1:9000")
        #expect(try text(S3Endpoint(bucket: "lake", custom: server), "x") == "http://127.0.0.1:9000/lake/x")
        #expect(try text(S3Endpoint(bucket: "lake", custom: server), "") == "http://127.0.0.1:9000/lake")
        let below = try HTTPURL("https://example.com/s3")
        #expect(try text(S3Endpoint(bucket: "lake", custom: below), "x") == "https://example.com/s3/lake/x")
        let hosted = S3Endpoint(bucket: "lake", custom: try HTTPURL("https://s3.example.com"), isVirtualHosted: true)
        #expect(try text(hosted, "x") == "https://lake.s3.example.com/x")
    }

    @Test func `a query is in the order in which it is signed`() throws {
        let url = try S3Endpoint(bucket: "lake", custom: nil)
            .url(ofKey: "", query: [("uploads", nil), ("prefix", "a/b c")], in: "us-east-1")
        #expect(url.description == "https://lake.s3.us-east-1.amazonaws.com/?prefix=a%2Fb%20c&uploads=")
    }

    private func text(_ endpoint: S3Endpoint, _ key: String, in region: String = "eu-west-1") throws -> String {
        try endpoint.url(ofKey: key, query: [], in: region).description
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("a+b", "a b"), ("%C3%BC", "ü"), ("100%", "100%"), ("%zz", "%zz"), ("%2B", "+"),
    ])
    func `names in lists are decoded`(text: String, name: String) {
        #expect(text.percentDecoded == name)
    }

    @Test func `text in XML is escaped`() {
        #expect("a<b>&\"c\"\r".escapedForXML == "a&lt;b&gt;&amp;&quot;c&quot;&#13;")
    }
}
