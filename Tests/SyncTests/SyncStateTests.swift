import Connector
import DateTime
import JSON
import Testing

@testable import Sync

@Suite struct SyncStateTests {
    private func read(_ text: String, of connector: String = "stripe") throws -> SyncState {
        try SyncState(try JSONValue.parse(text), of: connector, from: "state.json")
    }

    @Test func `version 1 survives being read and written`() throws {
        let text = #"""
            {"version":1,"connector":"stripe","sync":{"id":"01J","started_at":"2024-12-03T00:00:00Z","generation":7,\#
            "completed":["products"],"counts":{"customers":40}},"note":"mine","streams":{"commits":{"cursor":"2024-11-01","partitions":{\#
            "42":{"cursor":"2024-12-01"},"43":{"position":{"token":"x","skip":2},"pending":7}},\#
            "slices":{"position":{"page":3},"done":["44","45"]}},"customers":{"cursor":1733011200,"boundary":["a","b"],\#
            "position":{"token":"cus_123"},"pending":1733097600,"pending_boundary":["c"],"parts":["part-1"],\#
            "schema":{"type":"object"}}}}
            """#
        let state = try read(text)
        #expect(state.json(of: "stripe").description == text)
        #expect(state.sync?.generation == 7)
        #expect(state.sync?.counts == ["customers": 40])
        #expect(state.streams["customers"]?.whole.cursor == Cursor(1_733_011_200, boundary: ["a", "b"]))
        #expect(state.streams["commits"]?.slices["43"]?.position == Position(["token": "x"], skip: 2))
        #expect(state.streams["commits"]?.slicing == SlicingState(position: ["page": 3], done: ["44", "45"]))
    }

    @Test(arguments: [
        #"{"streams":{"customers":{"cursor":"2024-12-01T00:00:00Z"}}}"#,
        #"{"type":"STATE","state":{"streams":{"customers":{"cursor":"2024-12-01T00:00:00Z"}}}}"#,
        #"{"customers":{"cursor":"2024-12-01T00:00:00Z"}}"#,
    ])
    func `states of other shapes are understood`(text: String) throws {
        #expect(try read(text).streams["customers"]?.whole.cursor == Cursor("2024-12-01T00:00:00Z"))
    }

    @Test func `partitions that are marked as complete are not read again while others are open`() throws {
        let unfinished = try read(
            #"{"streams":{"c":{"partitions":{"42":{"cursor":"x","completed":true},"43":{"completed":false}}}}}"#)
        #expect(unfinished.streams["c"]?.slicing == SlicingState(done: ["42"]))
        let finished = try read(#"{"streams":{"c":{"partitions":{"42":{"cursor":"x","completed":true}}}}}"#)
        #expect(finished.streams["c"]?.slicing == nil)
    }

    @Test(arguments: [
        ("[]", "it must be an object"),
        (#"{"version":2,"streams":{}}"#, "version 2 is not known here, only version 1"),
        (#"{"connector":"github","streams":{}}"#, "it belongs to the connector github, not to stripe"),
        (#"{"streams":[]}"#, "`streams` must be an object"),
        (#"{"streams":{"a":3}}"#, "stream a: must be an object"),
        (#"{"streams":{"a":{"cursor":{}}}}"#, "stream a: `cursor` must be a text or a number"),
        (#"{"streams":{"a":{"position":[1]}}}"#, "stream a: `position` is no position"),
        (#"{"streams":{"a":{"position":{"skip":-1}}}}"#, "stream a: `position` is no position"),
        (
            #"{"streams":{"a":{"partitions":{"4":{"pending":[]}}}}}"#,
            "stream a: in partition 4 `pending` must be a text or a number"
        ),
        (#"{"streams":{"a":{"slices":{"done":[1]}}}}"#, "stream a: `slices.done` must be a list of texts"),
        (#"{"sync":{"id":"x"},"streams":{}}"#, "`sync` must have an `id` and `started_at`"),
        (
            #"{"sync":{"id":"x","started_at":"2024-12-03T00:00:00Z","counts":{"a":-1}},"streams":{}}"#,
            "`sync.counts` must have whole numbers"
        ),
        (#"{"cursor":"2024"}"#, "there is no `streams` in it"),
    ])
    func `what is no state is refused`(text: String, reason: String) throws {
        #expect(throws: Failure.self) { try read(text) }
        do {
            _ = try read(text)
        } catch let failure as Failure {
            #expect(failure.message == "state.json: this state cannot be used: \(reason)")
            #expect(failure.kind == .config)
        }
    }

    @Test func `a sync goes on under its name`() throws {
        var state = SyncState()
        let first = try state.begin(at: .unixEpoch)
        #expect(first.generation == 1)
        #expect(first.id.utf8.count == 26)
        var later = try SyncState(state.json(of: "stripe"), of: "stripe", from: "it")
        let second = try later.begin(at: .latest)
        #expect(second.id == first.id)
        #expect(second.startedAt == .unixEpoch)
        #expect(second.generation == 2)
    }

    @Test func `ids sort by time`() {
        var random = SystemRandomNumberGenerator()
        let times = [0, 1, 1_000, 1_700_000_000].compactMap { Timestamp(unixSeconds: $0) }
        let ids = times.map { SyncIdentity(startedAt: $0, random: &random).id }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }
}
