import HTTPClient
import Signing
import TestSupport
import Testing

@testable import CloudAccess

@Suite struct ContainerCredentialsTests {
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    static let answer = """
        {"AccessKeyId": "AKID", "SecretAccessKey": "hush", "Token": "token", "Expiration": "2026-11-21T13:00:00Z",
         "RoleArn": "arn:aws:iam::1:role/x"}
        """

    private func endpoint(_ environment: [String: String]) throws -> String? {
        try ContainerCredentials(AccessBench().settings(environment)).endpoint()?.description
    }

    @Test func `the endpoint is that of ECS, or any that may be trusted`() throws {
        #expect(try endpoint([:]) == nil)
        #expect(try endpoint([Self.relative: "/v2/x?id=1"]) == "http://169.254.170.2/v2/x?id=1")
        #expect(try endpoint([Self.relative: "/a", Self.full: "http://127.0.0.1/b"]) == "http://169.254.170.2/a")
        for url in [
            "https://example.com/x", "http://127.0.0.1:80/x", "http://127.9.9.9/x", "http://localhost:1/x",
            "http://[::1]:8080/x", "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials",
        ] {
            #expect(try endpoint([Self.full: url]) == HTTPURL(url).description)
        }
    }

    @Test(arguments: ["example.com", "169.254.169.254", "127.0.0.1.example.com", "127.0.0", "127.0.0.256", "[::2]"])
    func `nobody else is asked in the clear`(host: String) {
        #expect(
            throws: AccessError(
                .configuration, "\(Self.full) names \(host), which may only be asked over https",
                hint: "over http it may be an address of this machine (127.0.0.1), of ECS or of EKS")
        ) { try endpoint([Self.full: "http://\(host)/x"]) }
    }

    @Test func `a token is shown, and one in a file counts more`() async throws {
        let server = try RecordingServer { _, _ in .init(text: Self.answer) }
        try await withTemporaryFolder { folder in
            try write("from-file\n", to: folder + "/token")
            var environment = [Self.full: server.url("/role"), "AWS_CONTAINER_AUTHORIZATION_TOKEN": "from-variable"]
            let bench = AccessBench()
            let found = try await bench.access(environment).credentials()
            #expect(found == AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "token"))
            environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder + "/token"
            _ = try await bench.access(environment).credentials()
            environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder + "/none"
            let failure = await bench.access(environment).failure()
            #expect(
                failure?.message
                    == "there is no token in \(folder)/none (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)")
        }
        #expect(server.targets == ["GET /role", "GET /role"])
        #expect(server.requests.map { $0.headers["authorization"] } == ["from-variable", "from-file"])
    }

    @Test func `a failing endpoint is asked three times, and what it says is told`() async throws {
        let server = try RecordingServer { _, number in
            number == 2 ? .init(text: Self.answer) : .init(status: "503 Busy", text: "{\"message\": \"later\"}")
        }
        let bench = AccessBench()
        #expect(try await bench.access([Self.full: server.url("/")]).credentials().accessKeyID == "AKID")
        #expect(bench.waits == [.milliseconds(300), .milliseconds(600)])

        let down = try RecordingServer { _, _ in .init(status: "500 No", text: "{\"Message\": \"never\"}") }
        let failure = await bench.access([Self.full: down.url("/")]).failure()
        #expect(failure?.kind == .unavailable)
        #expect(failure?.message == "\(down.url("/")) gave no credentials: HTTP 500: never")
        #expect(down.requests.count == 3)
    }

    @Test func `a refusal and an answer of another kind are told without what was answered`() async throws {
        let bench = AccessBench()
        let refusing = try RecordingServer { _, _ in .init(status: "403 No", text: "{\"code\": \"Unauthorized\"}") }
        let refusal = await bench.access([Self.full: refusing.url("/?k=v")]).failure()
        #expect(refusal?.kind == .denied)
        #expect(refusal?.message == "\(refusing.url("/?k=***")) gave no credentials: Unauthorized")
        #expect(refusing.requests.count == 1)
        let strange = try RecordingServer { _, _ in .init(text: "hush") }
        let failure = await bench.access([Self.full: strange.url("/")]).failure()
        #expect(failure == AccessError(.unavailable, "the answer of \(strange.url("/")) is not JSON"))
    }
}
