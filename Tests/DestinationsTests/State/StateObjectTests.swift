import Connector
import DateTime
import Foundation
import JSON
import ObjectStorage
import Synchronization
import TestSupport
import Testing

@testable import Destinations

@Suite struct StateObjectTests {
    /// A clock that a test sets, in seconds.
    final class Clock: Sendable {
        private let seconds = Mutex<Int64>(1_000_000)

        func advance(by more: Int64) { seconds.withLock { $0 += more } }
        func now() -> Timestamp { Timestamp(unixMilliseconds: seconds.withLock { $0 } * 1000) ?? .unixEpoch }
    }

    private static func state(in store: any ObjectStore, _ clock: Clock = Clock()) -> StateObject {
        StateObject("state.json", in: store, now: { clock.now() })
    }

    private static func failure(_ body: () async throws(Failure) -> Void) async -> Failure? {
        do throws(Failure) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private static func text(_ folder: String) throws -> JSONValue {
        try JSONValue.parse(PaddedBytes(Array(Data(contentsOf: URL(fileURLWithPath: folder + "/state.json")))))
    }

    @Test func `what is saved is there for the next claim, and the lease is gone`() async throws {
        try await withTemporaryFolder { folder in
            let state = Self.state(in: LocalStore(folder))
            #expect(try await state.claim(until: nil) == nil)
            try await state.save(["streams": ["a": 1]])
            #expect(try Self.text(folder)["lease"]?["until"] == "1970-01-12T13:47:40Z")
            try await state.conclude(["streams": ["a": 2]])
            #expect(try Self.text(folder) == ["streams": ["a": 2]])
            let next = Self.state(in: LocalStore(folder))
            #expect(try await next.claim(until: nil) == ["streams": ["a": 2]])
            await next.release()
            #expect(try Self.text(folder) == ["streams": ["a": 2]])
        }
    }

    @Test func `of many that claim a state at once one gets it`() async throws {
        for isNew in [true, false] {
            try await withTemporaryFolder { folder in
                let store = LocalStore(folder)
                if !isNew { _ = try store.put("state.json", Array("{}".utf8), as: .json, if: .always) }
                let failures = await withTaskGroup(of: Failure?.self) { tasks in
                    for _ in 0..<8 {
                        tasks.addTask {
                            await Self.failure { () async throws(Failure) in
                                _ = try await Self.state(in: store).claim(until: nil)
                            }
                        }
                    }
                    return await tasks.reduce(into: []) { $0.append($1) }
                }
                #expect(failures.count { $0 == nil } == 1)
                #expect(failures.allSatisfy { $0?.kind ?? .stateConflict == .stateConflict })
            }
        }
    }

    @Test func `a run that was killed keeps the state until its lease ends`() async throws {
        try await withTemporaryFolder { folder in
            let (store, clock) = (LocalStore(folder), Clock())
            _ = try await Self.state(in: store, clock).claim(until: nil)
            clock.advance(by: 59)
            #expect(
                await Self.failure { () async throws(Failure) in
                    _ = try await Self.state(in: store, clock).claim(until: nil)
                }
                    == Failure(
                        .stateConflict, "\(folder)/state.json: another run has this state until 1970-01-12T13:47:40Z",
                        hint: "wait until then, or until that run is over; if it was killed, the state is free then",
                        mayRetry: true))
            clock.advance(by: 1)
            _ = try await Self.state(in: store, clock).claim(until: nil)
        }
    }

    @Test(arguments: [(time: 30, lease: 40), (time: 600, lease: 60)])
    func `a lease outlives the time of its run by ten seconds, but ends after a minute`(time: Int64, lease: Int64)
        async throws
    {
        try await withTemporaryFolder { folder in
            let (store, clock) = (LocalStore(folder), Clock())
            let end = try #require(Timestamp(unixMilliseconds: 1_000_000_000 + time * 1000))
            _ = try await Self.state(in: store, clock).claim(until: end)
            clock.advance(by: lease - 1)
            let late = await Self.failure { () async throws(Failure) in
                _ = try await Self.state(in: store, clock).claim(until: nil)
            }
            #expect(late?.kind == .stateConflict)
            clock.advance(by: 1)
            _ = try await Self.state(in: store, clock).claim(until: nil)
        }
    }

    @Test func `a save whose answer was lost is one's own`() async throws {
        try await withTemporaryFolder { folder in
            let store = DoubtfulStore(folder)
            let state = Self.state(in: store)
            _ = try await state.claim(until: nil)
            store.loseNext()
            let lost = await Self.failure { () async throws(Failure) in try await state.save(["n": 1]) }
            #expect(lost?.kind == .destination)
            try await state.save(["n": 2])
            #expect(try Self.text(folder)["n"] == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a renewal that waits for its turn does not bring the lease back`(concludes: Bool) async throws {
        try await withTemporaryFolder { folder in
            let store = DoubtfulStore(folder)
            for _ in 0..<100 {
                let state = Self.state(in: store)
                _ = try await state.claim(until: nil)
                await withTaskGroup { tasks in
                    // All that are begun by now wait until this write is over.
                    store.delayNext { for _ in 0..<100 { await Task.yield() } }
                    tasks.addTask {
                        if concludes { try? await state.conclude(["n": 1]) } else { await state.release() }
                    }
                    for _ in 0..<4 { tasks.addTask { await state.renewLease() } }
                }
                #expect(try Self.text(folder)["lease"] == nil)
            }
        }
    }

    @Test func `a state that could not be read again is not written`() async throws {
        try await withTemporaryFolder { folder in
            let large: JSONValue = ["n": .string(String(repeating: "x", count: 1 << 20))]
            let states: [any StateStore] = [
                StateObject("state.json", in: LocalStore(folder), atMost: 1 << 20),
                StateFile(folder + "/state.json", atMost: 1 << 20),
            ]
            for state in states {
                _ = try await state.claim(until: nil)
                try await state.save(["n": 1])
                let failure = await Self.failure { () async throws(Failure) in try await state.save(large) }
                #expect(failure?.kind == .destination)
                #expect(failure?.message == "\(folder)/state.json: the state has more than 1 MB")
                try await state.conclude(["n": 2])
                #expect(try Self.text(folder) == ["n": 2])
            }
        }
    }

    @Test func `a release after a save whose answer was lost keeps what was saved`() async throws {
        try await withTemporaryFolder { folder in
            let store = DoubtfulStore(folder)
            let state = Self.state(in: store)
            _ = try await state.claim(until: nil)
            store.loseNext()
            _ = await Self.failure { () async throws(Failure) in try await state.save(["n": 1]) }
            await state.release()
            #expect(try Self.text(folder) == ["n": 1])
        }
    }

    @Test func `a state that another has taken is not written, and not given up for him`() async throws {
        try await withTemporaryFolder { folder in
            let (store, clock) = (LocalStore(folder), Clock())
            let (held, thief) = (Self.state(in: store, clock), Self.state(in: store, clock))
            _ = try await held.claim(until: nil)
            clock.advance(by: 100)
            _ = try await thief.claim(until: nil)
            try await thief.save(["owner": "thief"])
            let before = try Self.text(folder)
            #expect(
                await Self.failure { () async throws(Failure) in try await held.save(["owner": "held"]) }
                    == Failure(
                        .stateConflict, "\(folder)/state.json: another run has taken this state",
                        hint: "run one sync at a time from one state"))
            await held.release()
            #expect(try Self.text(folder) == before)
        }
    }
}
