import Testing

@testable import Declarative

@Suite struct SeenValuesTests {
    @Test func `remembers as many as it says, and at most twice as many`() {
        var seen = SeenValues()
        let bound = SeenValues.leastRemembered
        var newCount = 0
        for number in 0..<bound * 2 + 1 where seen.insert("v\(number)") { newCount += 1 }
        #expect(newCount == bound * 2 + 1)
        #expect(seen.count <= bound * 2)
        let last = (bound + 1...bound * 2).filter { !seen.insert("v\($0)") }
        #expect(last.count == bound)
        let isFirstForgotten = seen.insert("v0")
        #expect(isFirstForgotten)
    }
}
