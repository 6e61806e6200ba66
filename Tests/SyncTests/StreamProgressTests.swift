import Connector
import DateTime
import JSON
import Testing

@testable import Sync

@Suite struct StreamProgressTests {
    private static let start = Timestamp(iso8601: "2024-06-01T00:00:00Z") ?? .unixEpoch

    private func progress(_ state: StreamState = StreamState()) -> StreamProgress {
        StreamProgress(state, order: CursorOrder(), syncStart: Self.start)
    }

    private func slice(_ id: String) -> Slice { Slice(id: id, values: ["id": .string(id)], cursorKey: id) }

    private func group(_ number: Int64, _ ids: [String]) -> SliceGroup {
        SliceGroup(slices: ids.map(slice), position: ["group": .integer(number)])
    }

    @Test func `what a scan has reached is pending until it is complete`() {
        var progress = progress()
        progress.wrote(upTo: Position(["page": 2]), reached: Cursor(9), of: .whole)
        #expect(progress.state.json == ["position": ["page": 2], "pending": 9])
        progress.wrote(upTo: Position(["page": 3]), reached: Cursor(5), of: .whole)
        #expect(progress.state.json == ["position": ["page": 3], "pending": 9])
        progress.wrote(upTo: nil, reached: Cursor(7), of: .whole)
        #expect(progress.state.json == ["cursor": 9])
    }

    @Test func `boundaries of one value are joined`() {
        var progress = progress()
        progress.wrote(upTo: Position(["page": 2]), reached: Cursor(9, boundary: ["a"]), of: .whole)
        progress.wrote(upTo: nil, reached: Cursor(9, boundary: ["b"]), of: .whole)
        #expect(progress.state.json == ["cursor": 9, "boundary": ["a", "b"]])
    }

    @Test func `complete groups at the front are forgotten`() {
        var progress = progress()
        #expect(progress.open(group(0, ["a", "b"])).map(\.id) == ["a", "b"])
        #expect(progress.open(group(1, ["c", "d"])).map(\.id) == ["c", "d"])
        progress.wrote(upTo: nil, reached: nil, of: slice("c"))
        #expect(progress.state.json == ["slices": ["position": ["group": 0], "done": ["c"]]])
        progress.wrote(upTo: nil, reached: nil, of: slice("a"))
        #expect(progress.state.json == ["slices": ["position": ["group": 0], "done": ["a", "c"]]])
        progress.wrote(upTo: nil, reached: nil, of: slice("b"))
        #expect(progress.state.json == ["slices": ["position": ["group": 1], "done": ["c"]]])

        var resumed = self.progress(progress.state)
        #expect(resumed.slicingPosition == ["group": 1])
        #expect(resumed.open(group(1, ["c", "d"])).map(\.id) == ["d"])
        resumed.wrote(upTo: nil, reached: nil, of: slice("d"))
        #expect(resumed.state.json == ["slices": ["position": ["group": 1], "done": ["c", "d"]]])
        resumed.finish()
        #expect(resumed.state.isEmpty)
    }

    @Test func `a slow slice lets no more than two thousand others be complete behind it`() {
        var progress = progress()
        var opened = 0
        while progress.hasRoomForSlices, opened < 300 {
            let ids = (0..<100).map { "\(opened)-\($0)" }
            for slice in progress.open(group(Int64(opened), ids)) where slice.id != "0-0" {
                progress.wrote(upTo: nil, reached: nil, of: slice)
            }
            opened += 1
        }
        #expect(opened == 22)
        #expect(progress.state.slicing?.done.count == 2_199)
        progress.wrote(upTo: nil, reached: nil, of: slice("0-0"))
        #expect(progress.hasRoomForSlices)
        #expect(
            progress.state.slicing == SlicingState(position: ["group": 21], done: Set((0..<100).map { "21-\($0)" })))
    }

    @Test func `a slice that comes in two groups is read once`() {
        var progress = progress()
        #expect(progress.open(group(0, ["a", "b", "a"])).map(\.id) == ["a", "b"])
        #expect(progress.open(group(1, ["b", "c"])).map(\.id) == ["c"])
        for id in ["a", "b"] { progress.wrote(upTo: nil, reached: nil, of: slice(id)) }
        #expect(progress.state.slicing == SlicingState(position: ["group": 1]))
    }

    @Test func `a million slices leave nothing behind`() {
        var progress = progress()
        for number in 0..<10_000 {
            let ids = (0..<100).map { "\(number)-\($0)" }
            for slice in progress.open(group(Int64(number), ids)) { progress.wrote(upTo: nil, reached: nil, of: slice) }
        }
        #expect(progress.state.slicing?.done.count == 100)
        progress.finish()
        #expect(progress.state.isEmpty)
    }

    @Test func `each slice has a cursor, and beyond a thousand they share one that is not too late`() {
        var progress = progress()
        let ids = (0..<1_100).map { "slice \($0)" }
        for slice in progress.open(group(0, ids)) {
            progress.wrote(
                upTo: nil, reached: Cursor(.string("2024-06-0\(slice.id.hasSuffix("9") ? 2 : 1)T10:00:00Z")), of: slice)
        }
        progress.finish()
        #expect(progress.state.slices.count == 1_000)
        #expect(progress.state.slices["slice 9"]?.cursor == Cursor("2024-06-02T10:00:00Z"))
        #expect(progress.state.whole.cursor == Cursor("2024-06-01T00:00:00Z"))
        #expect(progress.cursor(forKey: "slice 1050") == Cursor("2024-06-01T00:00:00Z"))
    }

    @Test func `a shared cursor is the stream's when all slices are complete`() {
        var progress = progress()
        let days = ["1", "2"].map {
            Slice(id: "day \($0)", values: [:], cursorKey: "", reaches: .string("2024-01-0\($0)"))
        }
        _ = progress.open(SliceGroup(slices: days, position: [:]))
        progress.wrote(upTo: nil, reached: Cursor("2024-01-01T10:00:00Z"), of: days[0])
        #expect(progress.state.whole.cursor == nil)
        progress.wrote(upTo: nil, reached: nil, of: days[1])
        progress.finish()
        #expect(progress.state.json == ["cursor": "2024-01-02"])
    }

    @Test func `a slice with a gap keeps its cursor, and so do slices that share one`() {
        var own = progress(StreamState())
        _ = own.open(group(0, ["a", "b"]))
        own.wrote(upTo: Position(["page": 2]), reached: Cursor(9), of: slice("a"))
        own.wrote(upTo: nil, reached: nil, of: slice("a"), leavesGap: true)
        own.wrote(upTo: nil, reached: Cursor(4), of: slice("b"))
        own.finish()
        #expect(own.state.json == ["partitions": ["b": ["cursor": 4]]])

        let days = ["1", "2"].map { Slice(id: "day \($0)", values: [:], cursorKey: "") }
        var shared = progress()
        _ = shared.open(SliceGroup(slices: days, position: [:]))
        shared.wrote(upTo: nil, reached: nil, of: days[0], leavesGap: true)
        var resumed = progress(shared.state)
        _ = resumed.open(SliceGroup(slices: days, position: [:]))
        resumed.wrote(upTo: nil, reached: Cursor(4), of: days[1])
        resumed.finish()
        #expect(resumed.state.isEmpty)
    }

    @Test func `slices that are found anew are known when they are complete`() {
        var progress = progress()
        _ = progress.open(group(3, ["a", "b"]))
        progress.wrote(upTo: nil, reached: nil, of: slice("a"))
        progress.restartSlicing()
        #expect(progress.slicingPosition == nil)
        #expect(progress.open(group(0, ["z", "a", "b"])).map(\.id) == ["z", "b"])
    }

    @Test func `numbers of records are shared by nobody`() {
        var progress = progress()
        for slice in progress.open(group(0, (0..<1_010).map { "slice \($0)" })) {
            progress.wrote(upTo: nil, reached: Cursor(5_000_000), of: slice)
        }
        progress.finish()
        #expect(progress.state.slices.count == 1_010)
        #expect(progress.state.whole.cursor == nil)
    }

    @Test func `a slice that is begun again for ever fails, and may be tried anew`() throws {
        var progress = StreamProgress(StreamState(), order: CursorOrder(), syncStart: .unixEpoch)
        for count in 1...20 {
            progress.wrote(upTo: Position(["page": 1]), reached: nil, of: .whole)
            _ = try progress.restart(.whole)
            #expect(progress.state.whole.restarts == count)
            let stored = try StreamState(.object(progress.state.json))
            #expect(stored.whole.restarts == count)
        }
        progress.wrote(upTo: Position(["page": 1]), reached: nil, of: .whole)
        #expect(throws: TooManyRestarts.self) { _ = try progress.restart(.whole) }
        #expect(progress.state.whole.position == Position(["page": 1]))
        _ = try progress.restart(.whole)
        progress.wrote(upTo: nil, reached: nil, of: .whole)
        #expect(progress.state.whole == SliceState())
    }

    @Test func `a restarted slice forgets its position, and its pending cursor where that is its own`() throws {
        var progress = progress()
        _ = progress.open(group(0, ["a"]))
        progress.wrote(upTo: Position(["page": 2]), reached: Cursor(3), of: slice("a"))
        _ = try progress.restart(slice("a"))
        var begunAgain = SliceState()
        begunAgain.restarts = 1
        #expect(progress.state.slices == ["a": begunAgain])
        #expect(progress.start(of: slice("a")) == ScanStart(.start))
    }
}
