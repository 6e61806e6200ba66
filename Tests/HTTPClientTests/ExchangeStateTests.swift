import TestSupport
import Testing

@testable import HTTPClient

@Suite("What an exchange decides")
struct ExchangeStateTests {
    private func whole(limit: Int = 100) -> ExchangeState {
        ExchangeState(delivery: .whole, limit: limit)
    }

    private func stream(window: Int = 10, limit: Int = 100) -> ExchangeState {
        ExchangeState(delivery: .stream(window: window), limit: limit)
    }

    @Test("A caller of the whole response is woken once, at the end")
    func collecting() {
        var state = whole()
        expect(state.wait(for: .end), false)
        expect(state.headArrived(promisedSize: 20, dropsBody: false), .take)
        expect(state.bytesArrived(20), .take)
        expect(state.shouldWake(), false)
        state.ended(.success(()))
        expect(state.shouldWake(), true)
        expect(state.shouldWake(), false)
        let isThere = state.wait(for: .end)
        #expect(isThere)
        #expect(throws: Never.self) { try state.ending?.get() }
    }

    @Test("A caller of a stream is woken for the head, for bytes and for the end")
    func streaming() {
        var state = stream()
        expect(state.wait(for: .head), false)
        expect(state.headArrived(promisedSize: nil, dropsBody: false), .take)
        expect(state.shouldWake(), true)
        expect(state.wait(for: .bytes), false)
        expect(state.bytesArrived(5), .take)
        expect(state.shouldWake(), true)
        expect(state.bytesTaken(), false)
        expect(state.wait(for: .bytes), false)
        state.ended(.success(()))
        expect(state.shouldWake(), true)
    }

    @Test("A stream is paused when its window is full, and resumed once when that is emptied")
    func pausing() {
        var state = stream(window: 10)
        _ = state.headArrived(promisedSize: nil, dropsBody: false)
        expect(state.bytesArrived(9), .take)
        expect(state.bytesArrived(9), .take)
        expect(state.bytesArrived(9), .pause)
        expect(state.bytesArrived(9), .pause)
        let mustResume = (state.bytesTaken(), state.bytesTaken())
        #expect(mustResume == (true, false))
        expect(state.bytesArrived(9), .take)
    }

    @Test("Limits are kept to the byte, by what is promised and by what comes")
    func limits() {
        for promisedSize in [nil, 100] {
            var state = whole(limit: 100)
            expect(state.headArrived(promisedSize: promisedSize, dropsBody: false), .take)
            expect(state.bytesArrived(100), .take)
            expect(state.wait(for: .end), false)
            expect(state.bytesArrived(1), .stop)
            expect(state.shouldWake(), true)
            #expect(failure(of: state) == .tooLarge(limit: 100))
            state.ended(.success(()))
            #expect(failure(of: state) == .tooLarge(limit: 100))
        }
        var state = whole(limit: 100)
        expect(state.headArrived(promisedSize: 101, dropsBody: false), .stop)
        #expect(failure(of: state) == .tooLarge(limit: 100))
    }

    @Test("A body that nobody wants is read on a little, beyond limit and window, and is never a failure")
    func dropping() {
        for var state in [whole(limit: 0), stream(window: 0, limit: 0)] {
            expect(state.headArrived(promisedSize: 1 << 40, dropsBody: true), .take)
            expect(state.bytesArrived(ExchangeState.mostDropped), .drop)
            expect(state.wait(for: .end), false)
            expect(state.bytesArrived(1), .stop)
            expect(state.shouldWake(), true)
            #expect(throws: Never.self) { try state.ending?.get() }
        }
    }

    @Test("Cancelling ends everything at once; after the end it does nothing")
    func cancelling() {
        var state = stream()
        _ = state.headArrived(promisedSize: nil, dropsBody: false)
        expect(state.wait(for: .bytes), false)
        let mustRemove = (state.cancel(), state.cancel())
        #expect(mustRemove == (true, false))
        expect(state.shouldWake(), true)
        expect(state.bytesArrived(1), .stop)
        expect(state.headArrived(promisedSize: nil, dropsBody: false), .stop)
        expect(state.bytesTaken(), false)
        state.ended(.success(()))
        #expect(failure(of: state) == .cancelled)

        var finished = whole()
        finished.ended(.success(()))
        let isRemoved = finished.cancel()
        #expect(!isRemoved)
        #expect(failure(of: finished) == nil)
    }

    @Test("Whatever happens in whatever order, who waits is woken once and the first ending stays")
    func anything() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<2000 {
            var state = random.once(in: 2) ? whole(limit: 50) : stream(window: 20, limit: 50)
            var isWaiting = false
            var ending: HTTPError.Kind??
            var isPaused = false
            for _ in 0..<30 {
                switch random.below(6) {
                case 0 where !isWaiting: isWaiting = !state.wait(for: random.pick([.head, .bytes, .end]))
                case 1: _ = state.headArrived(promisedSize: random.below(60), dropsBody: random.once(in: 4))
                case 2:
                    let verdict = state.bytesArrived(random.below(20))
                    isPaused = isPaused || verdict == .pause
                    if ending != nil { #expect(verdict == .stop) }
                case 3:
                    let mustResume = state.bytesTaken()
                    #expect(mustResume == (isPaused && ending == nil))
                    isPaused = false
                case 4 where random.once(in: 3): _ = state.cancel()
                case 5 where random.once(in: 3): state.ended(.success(()))
                default: break
                }
                if state.shouldWake() {
                    #expect(isWaiting)
                    isWaiting = false
                }
                if state.ending != nil {
                    #expect(!isWaiting)
                    if let ending { #expect(failure(of: state) == ending) }
                    ending = .some(failure(of: state))
                }
            }
        }
    }

    private func failure(of state: ExchangeState) -> HTTPError.Kind? {
        guard case .failure(let failure) = state.ending else { return nil }
        return failure.kind
    }
}

@Suite("When the transferring thread is woken")
struct MailboxTests {
    @Test("Only when it sleeps, and once")
    func waking() {
        var mailbox = Mailbox<Int>()
        expect(mailbox.post(1), false)
        expect(mailbox.fallAsleep(), false)
        expect(mailbox.collect(), [1])
        expect(mailbox.fallAsleep(), true)
        expect(mailbox.post(2), true)
        expect(mailbox.post(3), false)
        expect(mailbox.collect(), [2, 3])
        expect(mailbox.collect(), [])
    }

    @Test("What was posted before the end is still read")
    func closing() {
        var mailbox = Mailbox<Int>()
        expect(mailbox.fallAsleep(), true)
        expect(mailbox.close(), true)
        expect(mailbox.post(1), false)
        expect(mailbox.collect(), [1])
        expect(mailbox.fallAsleep(), false)
        expect(mailbox.collect(), nil)
    }
}

/// `#expect` for what changes as it is looked at.
private func expect<Value: Equatable>(
    _ found: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found == expected, sourceLocation: sourceLocation)
}
