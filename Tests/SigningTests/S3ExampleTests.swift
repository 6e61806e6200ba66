import DateTime
import Signing
import Testing

/// The worked examples of the documentation of S3, "Authenticating Requests (AWS Signature Version 4)".
@Suite struct S3ExampleTests {
    static let time = Timestamp(iso8601: "2013-05-24T00:00:00Z") ?? .unixEpoch
    static let signer = SignatureV4.s3(
        region: "us-east-1",
        credentials: AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    static let host = "examplebucket.s3.amazonaws.com"

    @Test func `a part of an object is fetched`() {
        let request = SignableRequest(
            method: "GET", host: Self.host, path: "/test.txt", headers: [("Range", "bytes=0-9")])
        let signed = Self.signer.signature(of: request, payload: .empty, at: Self.time)
        #expect(
            signed.canonicalRequest == """
                GET
                /test.txt

                host:examplebucket.s3.amazonaws.com
                range:bytes=0-9
                x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-amz-date:20130524T000000Z

                host;range;x-amz-content-sha256;x-amz-date
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                """)
        #expect(
            signed.stringToSign == """
                AWS4-HMAC-SHA256
                20130524T000000Z
                20130524/us-east-1/s3/aws4_request
                7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972
                """)
        let authorization =
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        let headers = Self.signer.headers(signing: request, payload: .empty, at: Self.time)
        #expect(
            headers.map { "\($0.name): \($0.value)" } == [
                "X-Amz-Date: 20130524T000000Z",
                "X-Amz-Content-Sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "Authorization: \(authorization)",
            ])
    }

    @Test func `an object is stored`() {
        let request = SignableRequest(
            method: "PUT", host: Self.host, path: "/test$file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")])
        let signed = Self.signer.signature(
            of: request, payload: .of(Array("Welcome to Amazon S3.".utf8)), at: Self.time)
        #expect(signed.canonicalRequest.hasPrefix("PUT\n/test%24file.text\n\ndate:Fri, 24 May 2013 00:00:00 GMT\n"))
        #expect(signed.signature == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test(arguments: [
        ("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ])
    func `a bucket is asked`(query: String, signature: String) {
        let request = SignableRequest(method: "GET", host: Self.host, query: query)
        #expect(Self.signer.signature(of: request, payload: .empty, at: Self.time).signature == signature)
    }

    @Test func `an address is signed`() {
        let request = SignableRequest(method: "GET", host: Self.host, path: "/test.txt")
        let signed = Self.signer.presignedQuery(signing: request, at: Self.time, expires: .seconds(86_400))
        #expect(
            signed.additions.map { "\($0.name)=\($0.value)" } == [
                "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
                "X-Amz-Date=20130524T000000Z", "X-Amz-SignedHeaders=host", "X-Amz-Expires=86400",
                "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            ])
    }

    @Test func `a body is signed chunk by chunk`() {
        let length = 65 << 10
        let chunk = 64 << 10
        let request = SignableRequest(
            method: "PUT", host: "s3.amazonaws.com", path: "/examplebucket/chunkObject.txt",
            headers: [
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("Content-Encoding", "aws-chunked"),
                ("x-amz-decoded-content-length", "\(length)"),
                ("Content-Length", "\(ChunkSigner.codedLength(of: length, inChunksOf: chunk))"),
            ])
        let signed = Self.signer.signature(of: request, payload: .streaming, at: Self.time)
        #expect(signed.signature == "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
        var chunks = ChunkSigner(Self.signer, following: signed, at: Self.time)
        let heads = [chunk, length - chunk, 0].map { chunks.head(of: [UInt8](repeating: UInt8(ascii: "a"), count: $0)) }
        #expect(
            heads == [
                "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
                "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
                "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n",
            ])
        let coded = heads.map(\.utf8.count).reduce(0, +) + length + 3 * "\r\n".utf8.count
        #expect(ChunkSigner.codedLength(of: length, inChunksOf: chunk) == coded)
        #expect(coded == 66_824)
    }
}
