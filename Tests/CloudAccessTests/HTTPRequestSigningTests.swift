import CloudAccess
import DateTime
import HTTPClient
import Signing
import Testing

@Suite struct HTTPRequestSigningTests {
    static let time = Timestamp(iso8601: "2013-05-24T00:00:00Z") ?? .unixEpoch
    static let credentials = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

    @Test func `a request is signed as it is sent`() throws {
        var request = HTTPRequest(
            .get, try HTTPURL("https://examplebucket.s3.amazonaws.com/test.txt"),
            headers: [HTTPHeader("Range", "bytes=0-9")])
        request.sign(with: .s3(region: "us-east-1", credentials: Self.credentials), at: Self.time)
        let authorization = try #require(request.headers["Authorization"])
        #expect(authorization.hasSuffix("=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    }

    @Test func `signing again replaces the signature, and credentials are marked`() throws {
        var credentials = Self.credentials
        credentials.sessionToken = "token"
        let signer = SignatureV4(region: "us-east-1", service: "sts", credentials: credentials)
        var request = HTTPRequest(.post, try HTTPURL("http://127.0.0.1:8080/?a=b"), body: Array("body".utf8))
        let once = request.sign(with: signer, at: Self.time)
        let fields = request.headers.fields
        let again = request.sign(with: signer, at: Self.time)
        #expect(request.headers.fields == fields)
        #expect(once.canonicalRequest == again.canonicalRequest)
        #expect(once.canonicalRequest.hasPrefix("POST\n/\na=b\nhost:127.0.0.1:8080\n"))
        #expect(
            once.canonicalRequest.hasSuffix("\n230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"))
        #expect(fields.filter(\.isCredential).map(\.name) == ["X-Amz-Security-Token", "Authorization"])
    }

    @Test func `an address is signed for anybody`() throws {
        let request = HTTPRequest(
            .get, try HTTPURL("https://examplebucket.s3.amazonaws.com/test.txt"), headers: [HTTPHeader("Accept", "*/*")]
        )
        let url = request.presignedURL(
            with: .s3(region: "us-east-1", credentials: Self.credentials), at: Self.time, expires: .seconds(86_400))
        #expect(
            url.description == """
                https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
                &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                &X-Amz-Date=20130524T000000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=86400\
                &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404
                """)
    }
}
