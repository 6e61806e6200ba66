import Synchronization
import Testing

@testable import CloudAccess

@Suite struct RenewableValueTests {
    private final class Source: Sendable {
        let count = Mutex(0)
        let fails = Mutex(false)
        let lifetime: Duration?

        init(lifetime: Duration?) {
            self.lifetime = lifetime
        }

        func next(_ clock: SetClock) throws(AccessError) -> RenewableValue<Int>.Lease {
            let number = count.withLock { count in
                count += 1
                return count
            }
            if fails.withLock({ $0 }) { throw AccessError(.unavailable, "attempt \(number) failed") }
            return RenewableValue.Lease(value: number, end: lifetime.map { clock.timing.now() + $0 })
        }
    }

    private func value(of source: Source, _ clock: SetClock) -> RenewableValue<Int> {
        RenewableValue(now: clock.timing.now) { () throws(AccessError) in
            await Task.yield()
            return try source.next(clock)
        }
    }

    @Test func `nothing is obtained before it is needed, and once for all who ask at once`() async throws {
        let (source, clock) = (Source(lifetime: .seconds(3600)), SetClock())
        let value = value(of: source, clock)
        #expect(source.count.withLock { $0 } == 0)
        let values = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 { group.addTask { try? await value.value() } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(values == [1])
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test func `five minutes before its end it is obtained anew`() async throws {
        let (source, clock) = (Source(lifetime: .seconds(3600)), SetClock())
        let value = value(of: source, clock)
        #expect(try await value.value() == 1)
        clock.advance(by: .seconds(3299))
        #expect(try await value.value() == 1)
        clock.advance(by: .seconds(1))
        #expect(try await value.value() == 2)
    }

    @Test func `what lives shortly is used for nine tenths of its life`() async throws {
        let (source, clock) = (Source(lifetime: .seconds(100)), SetClock())
        let value = value(of: source, clock)
        #expect(try await value.value() == 1)
        clock.advance(by: .seconds(89))
        #expect(try await value.value() == 1)
        clock.advance(by: .seconds(1))
        #expect(try await value.value() == 2)
    }

    @Test func `what lasts is obtained anew when it is refused, and only then`() async throws {
        let (source, clock) = (Source(lifetime: nil), SetClock())
        let value = value(of: source, clock)
        #expect(try await value.value() == 1)
        clock.advance(by: .seconds(1_000_000))
        value.rejected(7)
        #expect(try await value.value() == 1)
        value.rejected(1)
        #expect(try await value.value() == 2)
        value.rejected(1)
        #expect(try await value.value() == 2)
    }

    @Test func `an old value is used while no new one can be had, until it ends`() async throws {
        let (source, clock) = (Source(lifetime: .seconds(3600)), SetClock())
        let value = value(of: source, clock)
        #expect(try await value.value() == 1)
        source.fails.withLock { $0 = true }
        clock.advance(by: .seconds(3400))
        #expect(try await value.value() == 1)
        #expect(try await value.value() == 1)
        #expect(source.count.withLock { $0 } == 2)
        clock.advance(by: .seconds(31))
        #expect(try await value.value() == 1)
        #expect(source.count.withLock { $0 } == 3)
        clock.advance(by: .seconds(170))
        let error = try await failure { _ = try await value.value() }
        #expect(error == AccessError(.unavailable, "attempt 4 failed"))
        source.fails.withLock { $0 = false }
        #expect(try await value.value() == 5)
    }
}
