import DateTime
import Signing
import Testing

@testable import CloudAccess

@Suite struct CredentialStateTests {
    private let first = AWSCredentials(accessKeyID: "first", secretAccessKey: "a")
    private let second = AWSCredentials(accessKeyID: "second", secretAccessKey: "b")
    private let failure = AccessError(.unavailable, "gone")

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(unixSeconds: seconds) ?? .unixEpoch }

    private func found(_ credentials: AWSCredentials, until end: Int64?) -> Result<ExpiringCredentials, AccessError> {
        .success(ExpiringCredentials(credentials, expiration: end.map(at)))
    }

    @Test func `one looks, the others wait, and all use what is found`() {
        var state = CredentialState()
        #expect(state.next(at: at(0)) == .look(search: 1))
        #expect(state.next(at: at(0)) == .wait(search: 1))
        #expect(state.next(at: at(0)) == .wait(search: 1))
        #expect(state.ended(found(first, until: nil), at: at(1)).isEmpty)
        #expect(state.next(at: at(1), awaited: 1) == .use(first))
        #expect(state.next(at: at(1_000_000_000)) == .use(first))
    }

    @Test func `a failure is for those who waited, and whoever comes later looks again`() {
        var state = CredentialState()
        #expect(state.next(at: at(0)) == .look(search: 1))
        _ = state.ended(.failure(failure), at: at(0))
        #expect(state.next(at: at(0), awaited: 1) == .fail(failure))
        #expect(state.next(at: at(0)) == .look(search: 2))
        #expect(state.next(at: at(0), awaited: 1) == .wait(search: 2))
    }

    @Test func `credentials are replaced five minutes before their end`() {
        var state = CredentialState()
        _ = state.next(at: at(0))
        _ = state.ended(found(first, until: 3600), at: at(0))
        #expect(state.next(at: at(3299)) == .use(first))
        #expect(state.next(at: at(3300)) == .look(search: 2))
        // The others need not wait.
        #expect(state.next(at: at(3301)) == .use(first))
        #expect(state.next(at: at(3600)) == .wait(search: 2))
        _ = state.ended(found(second, until: 7200), at: at(3602))
        #expect(state.next(at: at(3602), awaited: 2) == .use(second))
    }

    @Test func `while they are good they are used when a search fails, and the next is half a minute later`() {
        var state = CredentialState()
        _ = state.next(at: at(0))
        _ = state.ended(found(first, until: 3600), at: at(0))
        #expect(state.next(at: at(3300)) == .look(search: 2))
        _ = state.ended(.failure(failure), at: at(3300))
        #expect(state.next(at: at(3300), awaited: 2) == .use(first))
        #expect(state.next(at: at(3329)) == .use(first))
        #expect(state.next(at: at(3330)) == .look(search: 3))
        _ = state.ended(.failure(failure), at: at(3590))
        #expect(state.next(at: at(3599)) == .use(first))
        #expect(state.next(at: at(3600)) == .look(search: 4))
        _ = state.ended(.failure(failure), at: at(3600))
        #expect(state.next(at: at(3600), awaited: 4) == .fail(failure))
    }

    @Test func `what lives shortly is replaced after half its life, what is over already after a pause`() {
        var state = CredentialState()
        _ = state.next(at: at(0))
        _ = state.ended(found(first, until: 200), at: at(0))
        #expect(state.next(at: at(99)) == .use(first))
        #expect(state.next(at: at(100)) == .look(search: 2))
        _ = state.ended(found(second, until: 50), at: at(100))
        #expect(state.next(at: at(100), awaited: 2) == .use(second))
        #expect(state.next(at: at(129)) == .use(second))
        #expect(state.next(at: at(130)) == .look(search: 3))
    }

    @Test func `refused credentials are looked for anew, once`() {
        var state = CredentialState()
        _ = state.next(at: at(0))
        _ = state.ended(found(first, until: nil), at: at(0))
        state.rejected(second)
        #expect(state.next(at: at(1)) == .use(first))
        state.rejected(first)
        #expect(state.next(at: at(1)) == .look(search: 2))
        #expect(state.next(at: at(1)) == .wait(search: 2))
        _ = state.ended(found(first, until: nil), at: at(2))
        #expect(state.next(at: at(2), awaited: 2) == .use(first))
        state.rejected(first)
        #expect(state.next(at: at(3)) == .use(first))
    }

    @Test func `refused credentials are not used when no others are found`() {
        var state = CredentialState()
        _ = state.next(at: at(0))
        _ = state.ended(found(first, until: 3600), at: at(0))
        state.rejected(first)
        #expect(state.next(at: at(1)) == .look(search: 2))
        _ = state.ended(.failure(failure), at: at(1))
        #expect(state.next(at: at(1), awaited: 2) == .fail(failure))
        #expect(state.next(at: at(1)) == .look(search: 3))
        _ = state.ended(found(second, until: 3600), at: at(2))
        #expect(state.next(at: at(2)) == .use(second))
    }
}
