import CloudAccess
import Testing

@Suite struct AccessErrorTests {
    @Test func `errors are told apart by their parts`() {
        #expect(AccessError(.denied, "no") != AccessError(.denied, "no", hint: "ask"))
    }
}
