import CloudAccess
import Connector
import Synchronization
import Testing

@testable import Destinations

@Suite struct SecretKeepersTests {
    /// A keeper that counts how often it was asked, and answers with that number, on a clock that a test sets.
    private final class Keeper: Sendable {
        private let count = Mutex(0)
        private let passed = Mutex(Duration.zero)
        private let fault = Mutex<AccessError?>(nil)
        private let start = ContinuousClock.now

        var questions: Int { count.withLock { $0 } }
        func advance(by duration: Duration) { passed.withLock { $0 += duration } }
        func fail(with error: AccessError?) { fault.withLock { $0 = error } }

        func keepers() -> SecretKeepers {
            SecretKeepers(now: { self.start + self.passed.withLock { $0 } }) { (reference) async throws(AccessError) in
                if let fault = self.fault.withLock({ $0 }) { throw fault }
                #expect(reference.member == nil)
                let number = self.count.withLock { count in
                    count += 1
                    return count
                }
                return Array(#"{"key": "\#(reference.name)-\#(number)"}"#.utf8)
            }
        }
    }

    private func text(_ reference: String, _ keepers: SecretKeepers) async throws -> String {
        String(decoding: try await keepers.text(of: #require(SecretReference(reference))), as: UTF8.self)
    }

    @Test func `a secret is asked for once in five minutes, whatever member of it is meant`() async throws {
        let keeper = Keeper()
        let keepers = keeper.keepers()
        #expect(try await text("secretsmanager:shop", keepers) == #"{"key": "shop-1"}"#)
        #expect(try await text("secretsmanager:shop#key", keepers) == "shop-1")
        keeper.advance(by: .seconds(299))
        #expect(try await text("secretsmanager:shop#key", keepers) == "shop-1")
        #expect(try await text("ssm:shop#key", keepers) == "shop-2")
        keeper.advance(by: .seconds(1))
        #expect(try await text("secretsmanager:shop#key", keepers) == "shop-3")
        #expect(try await text("ssm:shop#key", keepers) == "shop-2")
        #expect(keeper.questions == 3)
        // What was used meanwhile is no younger for that.
        keeper.advance(by: .seconds(299))
        #expect(try await text("ssm:shop#key", keepers) == "shop-4")
    }

    @Test func `what was forgotten is asked for anew`() async throws {
        let keeper = Keeper()
        let keepers = keeper.keepers()
        #expect(try await text("ssm:a#key", keepers) == "a-1")
        keepers.forget()
        #expect(try await text("ssm:a#key", keepers) == "a-2")
        #expect(try await text("ssm:a#key", keepers) == "a-2")
    }

    @Test func `an old secret does not stand in for one that cannot be asked for`() async throws {
        let keeper = Keeper()
        let keepers = keeper.keepers()
        #expect(try await text("ssm:a#key", keepers) == "a-1")
        keeper.fail(with: AccessError(.unavailable, "no answer"))
        #expect(try await text("ssm:a#key", keepers) == "a-1")
        keeper.advance(by: .seconds(300))
        let failure = await #expect(throws: Failure.self) { try await text("ssm:a#key", keepers) }
        #expect(failure?.kind == .source)
        #expect(failure?.mayRetry == true)
    }
}
