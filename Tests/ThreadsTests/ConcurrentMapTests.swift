import Synchronization
import Testing

@testable import Threads

/// Work for many elements, a few at a time.
@Suite struct ConcurrentMapTests {
    private struct Fault: Error, Equatable {
        var number: Int
    }

    @Test(arguments: [0, 1, 3, 100]) func `values come in the order of the elements`(_ count: Int) async {
        let values = await concurrentMap(Array(0..<count), atOnce: 4) { number in
            // The later the sooner.
            try? await Task.sleep(for: .milliseconds((count - number) % 5))
            return number * 2
        }
        #expect(values == (0..<count).map { $0 * 2 })
    }

    @Test func `no more are under way than there may be`() async {
        let counts = Mutex((now: 0, most: 0))
        await concurrentMap(Array(0..<50), atOnce: 3) { _ in
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try? await Task.sleep(for: .milliseconds(1))
            counts.withLock { $0.now -= 1 }
        }
        #expect(counts.withLock { $0.most } == 3)
    }

    @Test func `after one that fails none begins, and those under way end`() async {
        let ended = Mutex(0)
        let results = await concurrentResults(Array(0..<20), atOnce: 2) { (number) async throws(Fault) in
            if number == 4 { throw Fault(number: number) }
            try? await Task.sleep(for: .milliseconds(20))
            ended.withLock { $0 += 1 }
        }
        let begun = results.filter { $0 != nil }.count
        #expect((5...7).contains(begun))
        #expect(ended.withLock { $0 } == begun - 1)
        #expect(results.last.flatMap { $0 } == nil)
        await #expect(throws: Fault(number: 4)) {
            try await concurrentMap(Array(0..<20), atOnce: 2) { (number) async throws(Fault) in
                if number == 4 { throw Fault(number: number) }
            }
        }
    }
}
