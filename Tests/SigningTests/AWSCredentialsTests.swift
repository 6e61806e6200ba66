import Signing
import Testing

@Suite struct AWSCredentialsTests {
    @Test func `what is printed holds no secret`() {
        let credentials = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "token")
        #expect("\(credentials)" == "credentials AKID")
        #expect(String(reflecting: credentials) == "credentials AKID")
    }
}
