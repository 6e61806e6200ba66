import Testing

@testable import ObjectStorage

@Suite struct RepetitionTests {
    @Test func `waits double, with chance, up to the longest`() {
        var repetition = Repetition()
        var waits: [Duration] = []
        while let wait = repetition.wait(announced: nil, draw: 0) { waits.append(wait) }
        #expect(waits == [50, 100, 200, 400, 800, 1600, 3200].map { .milliseconds($0) })
        #expect(repetition.attempts == Repetition.maximumAttempts)
        var other = Repetition()
        #expect(other.wait(announced: nil, draw: 0.999) ?? .zero > .milliseconds(99))
    }

    @Test func `what the store asks for is believed, within bounds`() {
        var repetition = Repetition()
        #expect(repetition.wait(announced: .seconds(7), draw: 0) == .seconds(7))
        #expect(repetition.wait(announced: .seconds(7000), draw: 0) == .seconds(60))
    }

    @Test func `each remedy is tried once`() {
        var repetition = Repetition()
        let remedies: [StoreRemedy] = [
            .correctClock, .correctClock, .renewCredentials, .region("a"), .region("b"), .region("a"),
        ]
        var answers: [Bool] = []
        for remedy in remedies { answers.append(repetition.mayTry(remedy)) }
        #expect(answers == [true, false, true, true, true, false])
    }
}
