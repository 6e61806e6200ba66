import Connector
import JSON
import Sync
import TestSupport
import Testing

/// How often a run writes its state: each time is a round trip to a store, and the last ones are made when time is short.
@Suite struct StateSavesTests {
    @Test func `a run whose time is over saves its last stream and its end at once`() async throws {
        try await withTemporaryFolder { folder in
            let deadline = Deadline()
            let source = PagedSource([.init("only", [("", PagedSource.pages(3, of: 10, from: 0))])]) { number in
                if number == 2 { deadline.pull() }
            }
            let store = KillingStore(copying: folder + "/out", to: folder + "/copies")
            let report = try await Syncs.run(source, into: folder + "/out", deadline: deadline, store: store)
            #expect(report.status == .incomplete)
            // At the beginning, and at the end; each is two moments.
            #expect(store.moments.count == 2 * 2)
            #expect(store.moments.last?.state["streams"]?["only"] == report.state["streams"]?["only"])
        }
    }

    @Test func `a run that has read everything saves that before anything is removed`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([.init("only", [("", PagedSource.pages(3, of: 10, from: 0))])])
            let store = KillingStore(copying: folder + "/out", to: folder + "/copies")
            let report = try await Syncs.run(source, into: folder + "/out", store: store)
            #expect(report.status == .succeeded)
            let states = store.moments.map(\.state)
            #expect(states.count == 3 * 2)
            #expect(states[3]["sync"]?["completed"] == ["only"])
            #expect(states.last?["sync"] == nil)
        }
    }
}
