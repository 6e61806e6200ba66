import Connector
import Testing

@Suite struct FailureTests {
    @Test func `shows its hint below the message`() {
        let failure = Failure(
            .config, "config.json: `api_key` is missing", hint: "see `curlew spec --connector stripe`")
        #expect(failure.description == "config.json: `api_key` is missing\nHint: see `curlew spec --connector stripe`")
        #expect(Failure(.data, "not JSON").description == "not JSON")
    }

    @Test func `names its kinds as events and logs do`() {
        #expect(
            Failure.Kind.allCases.map(\.rawValue) == [
                "config", "auth", "rate_limit", "source", "data", "destination", "state_conflict", "deadline",
                "internal",
            ])
    }
}
