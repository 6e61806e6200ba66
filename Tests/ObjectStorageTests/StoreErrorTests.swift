import ObjectStorage
import Testing

@Suite struct StoreErrorTests {
    @Test func `a hint stands on a line of its own`() {
        #expect("\(StoreError(.missing, "there is no bucket b"))" == "there is no bucket b")
        #expect(
            "\(StoreError(.missing, "there is no bucket b", hint: "make it"))" == "there is no bucket b\nHint: make it")
    }
}
