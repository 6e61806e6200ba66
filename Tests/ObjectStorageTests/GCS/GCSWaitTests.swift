import CloudAccess
import HTTPClient
import Testing

@testable import ObjectStorage

@Suite struct GCSWaitTests {
    @Test func `what arrives nowhere for want of time is late, and not lost`() async throws {
        let session = testSession()
        let store = try GCSStore(
            bucket: "lake", root: "", environment: [:], access: GoogleAccess(environment: [:], session: session),
            session: session, deadline: .now + .milliseconds(10))
        var repetition = Repetition()
        let error = await #expect(throws: StoreError.self) {
            try await store.wait(
                &repetition, before: store.request(.put, "a", to: "write", permission: "storage.objects.create"))
        }
        #expect(error?.kind == .late)
        #expect(error?.message == "cannot write gs://lake/a: nothing of it arrives")
    }
}
