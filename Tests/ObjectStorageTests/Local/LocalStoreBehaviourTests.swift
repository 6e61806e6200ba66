import ObjectStorage
import TestSupport
import Testing

@Suite struct LocalStoreBehaviourTests {
    @Test func `a folder does what every store does`() async throws {
        try await withTemporaryFolder { folder in
            try await StoreBehaviour(of: LocalStore(folder + "/store"), partSize: 1000, showsUnfinished: true).check()
        }
    }
}
