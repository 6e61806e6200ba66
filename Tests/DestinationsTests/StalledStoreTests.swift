import Connector
import HTTPClient
import JSON
import ObjectStorage
import Sync
import TestSupport
import Testing

@testable import Destinations

/// A store that takes requests and says nothing is waited for until the end that was set, and no longer: it would be half a minute,
/// eight times.
@Suite(.timeLimit(.minutes(1))) struct StalledStoreTests {
    private func places(_ server: ScriptedServer, within time: Duration) -> any Places {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": server.url(""),
        ]
        let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))
        return StoredPlaces(ObjectStores(environment: environment, session: session)).until(.now + time)
    }

    private func silent() throws -> ScriptedServer {
        try ScriptedServer { peer in
            while peer.readRequest() != nil {}
        }
    }

    @Test(arguments: ["s3://lake/x.json", "secretsmanager:prod/x"])
    func `credentials are given up`(_ reference: String) async throws {
        let server = try silent()
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/role"), "AWS_REGION": "us-east-1", "HOME": "/nowhere",
        ]
        let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))
        let places = StoredPlaces(ObjectStores(environment: environment, session: session))
            .until(.now + .milliseconds(300))
        let failure = await #expect(throws: Failure.self) { try await places.text(at: reference, limit: 1000) }
        #expect(failure?.kind == .source)
        #expect(failure?.mayRetry == true)
    }

    @Test func `a secret is given up`() async throws {
        let server = try silent()
        let places = places(server, within: .milliseconds(300))
        let failure = await #expect(throws: Failure.self) {
            try await places.text(at: "secretsmanager:prod/x", limit: 1000)
        }
        #expect(failure == Failure(.source, "secretsmanager:prod/x: there was no time to ask for it", mayRetry: true))
    }

    @Test func `a text is given up`() async throws {
        let server = try silent()
        let places = places(server, within: .milliseconds(300))
        let failure = await #expect(throws: Failure.self) { try await places.text(at: "s3://lake/x.json", limit: 1000) }
        #expect(failure?.kind == .source)
        #expect(failure?.message.hasSuffix("not finished within the time allowed") == true)
    }

    @Test func `a state is given up`() async throws {
        let server = try silent()
        let state = try places(server, within: .milliseconds(300)).state(at: "s3://lake/state.json")
        let failure = await #expect(throws: Failure.self) { try await state.claim(until: nil) }
        #expect(failure?.message.hasSuffix("not finished within the time allowed") == true)
    }

    @Test func `a place for files that does not answer is given up before anything is read`() async throws {
        let server = try silent()
        let places = places(server, within: .milliseconds(300))
        let source = PagedSource([.init("trees", [("", PagedSource.pages(2, of: 20, from: 0, textSize: 150))])])
        let failure = await #expect(throws: Failure.self) {
            try await Syncs.run(source, into: "s3://lake/raw", places: places)
        }
        #expect(failure?.kind == .deadline)
        #expect(failure?.message.hasSuffix("not finished within the time allowed") == true)
    }
}
