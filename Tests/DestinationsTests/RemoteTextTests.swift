import Connector
import HTTPClient
import ObjectStorage
import Testing

@testable import Destinations

@Suite struct RemoteTextTests {
    @Test(arguments: ["s3://lake/config.json", "secretsmanager:shop", "ssm:/shop"])
    func `what cannot be reached is told from what is wrong`(reference: String) async throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        ]
        let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))
        let timing = StoreTiming(sleep: { _ in await Task.yield() })
        let places = StoredPlaces(ObjectStores(environment: environment, session: session, timing: timing))
        let failure = await #expect(throws: Failure.self) { try await places.text(at: reference, limit: 1000) }
        #expect(failure?.kind == .source)
        #expect(failure?.mayRetry == true)
        let wrong = await #expect(throws: Failure.self) { try await places.text(at: "s3://", limit: 1000) }
        #expect(wrong?.kind == .config)
    }
}
