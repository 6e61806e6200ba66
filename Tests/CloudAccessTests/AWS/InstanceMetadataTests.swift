import Signing
import TestSupport
import Testing

@testable import CloudAccess

@Suite struct InstanceMetadataTests {
    private func environment(_ url: String) -> [String: String] {
        ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": url]
    }

    /// A machine with a role; `status` says how requests fare, the first of which is number 0.
    private func machine(role: String = "worker", status: @escaping @Sendable (Int) -> String = { _ in "200 OK" })
        throws
        -> RecordingServer
    {
        try RecordingServer { request, number in
            switch request.target {
            case "/latest/api/token": .init(status: status(number), text: "metadata-token")
            case "/latest/meta-data/iam/security-credentials/": .init(status: status(number), text: role)
            default: .init(status: status(number), text: ContainerCredentialsTests.answer)
            }
        }
    }

    @Test func `the second version is spoken`() async throws {
        let server = try machine()
        let found = try await AccessBench().access(environment(server.url("/"))).credentials()
        #expect(found == AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "token"))
        #expect(
            server.targets == [
                "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
                "GET /latest/meta-data/iam/security-credentials/worker",
            ])
        #expect(server.requests[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "300")
        #expect(
            server.requests.map { $0.headers["x-aws-ec2-metadata-token"] } == [nil, "metadata-token", "metadata-token"])
    }

    @Test(arguments: [
        (0, "404 Not Found", "the instance metadata service gives no token: HTTP 404", 1),
        (0, "500 No", "the instance metadata service gives no token: HTTP 500", 1),
        (1, "404 Not Found", "the machine has no role", 2),
    ])
    func `a machine without it has none`(number: Int, status: String, reason: String, requests: Int) async throws {
        let server = try machine { $0 == number ? status : "200 OK" }
        let failure = await AccessBench().access(environment(server.url())).failure()
        #expect(failure?.kind == .denied)
        #expect(failure?.message.hasSuffix("; \(reason)") == true)
        #expect(server.requests.count == requests)
    }

    @Test func `an empty list of roles is no role`() async throws {
        let server = try machine(role: "\n")
        let failure = await AccessBench().access(environment(server.url())).failure()
        #expect(failure?.message.hasSuffix("; the machine has no role") == true)
    }

    @Test func `a service that is there and fails is an error, after three attempts`() async throws {
        let server = try machine { $0 == 0 ? "200 OK" : "500 No" }
        let failure = await AccessBench().access(environment(server.url())).failure()
        #expect(
            failure == AccessError(.unavailable, "the instance metadata service gave no credentials: HTTP 500"))
        #expect(server.requests.count == 4)
    }

    @Test func `nobody waits for a service that is not there`() async throws {
        let closed = "http://127.0.0.1:\(try ScriptedServer.unusedPort())"
        let failure = await AccessBench().access(environment(closed)).failure()
        let reason = "the instance metadata service at \(closed)/latest/api/token does not answer"
        #expect(failure?.message.hasSuffix("; \(reason)") == true)

        let silent = try SilentListener()
        let bench = AccessBench()
        let access = bench.access(environment("http://127.0.0.1:\(silent.port)")) {
            $0.metadataTimeout = .milliseconds(50)
        }
        let start = ContinuousClock.now
        #expect(await access.failure()?.message.hasSuffix(" does not answer") == true)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(bench.waits == [])
    }
}
