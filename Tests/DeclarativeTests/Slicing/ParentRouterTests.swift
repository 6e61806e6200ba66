import Connector
import JSON
import Testing

@testable import Declarative

@Suite struct ParentRouterTests {
    @Test func `makes a slice of each record, page by page`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        let sliced = try await slicer.all(parents: FakeParents([#"[{"id":"a"},{"id":7}]"#, #"[{"id":"b"}]"#]))
        #expect(
            sliced.groups == [
                SliceGroup(
                    slices: [
                        Slice(id: "a", values: ["id": "a"], cursorKey: "a"),
                        Slice(id: "7", values: ["id": 7], cursorKey: "7"),
                    ], position: [:]),
                SliceGroup(
                    slices: [Slice(id: "b", values: ["id": "b"], cursorKey: "b")], position: ["page": ["page": 1]]),
            ])
        #expect(sliced.end == .complete)
    }

    // The digests are those that Python's hashlib gives for the JSON of a page's values.
    @Test func `skips what is no value and drops what came before`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        let parents = FakeParents([
            #"[{"id":"a"},{"id":null},{},{"id":[1]},{"id":{"x":1}},{"id":"a"},{"id":1},{"id":"1"}]"#,
            #"[{"id":"b"},{"id":"a"},{"id":"c"}]"#, #"[{"id":"a"}]"#,
        ])
        let sliced = try await slicer.all(parents: parents)
        #expect(sliced.groups.map { $0.slices.map(\.id) } == [["a", "1"], ["b", "c"], []])
        #expect(
            sliced.groups.map(\.position) == [
                [:], ["page": ["page": 1], "known": "02", "of": "f1d7b7b353ca5d84"],
                ["page": ["page": 2], "known": "01", "of": "0eb5b8d6f81bc677"],
            ])
        try await slicer.expectResumable(parents: parents)
    }

    @Test func `takes several values of a record`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id", path: "variants[*].id")])
        let sliced = try await slicer.all(
            parents: FakeParents([
                #"[{"variants":[{"id":1},{"id":2}]},{"variants":[]},{"variants":[{"id":3},{"id":1}]}]"#
            ]))
        #expect(sliced.ids == ["1", "2", "3"])
    }

    @Test func `takes further values along, which tell slices apart`() async throws {
        let slicer = try StreamSlicer.plain([
            try .parents("repo", path: "name", further: ["owner": "owner.login", "a": "missing"])
        ])
        let sliced = try await slicer.all(
            parents: FakeParents([
                #"[{"name":"api","owner":{"login":"x"}},{"name":"api","owner":{"login":"y"}},{"name":"web"}]"#
            ]))
        #expect(
            sliced.slices == [
                Slice(
                    id: #"{"repo":"api","owner":"x"}"#, values: ["repo": "api", "owner": "x"],
                    cursorKey: #"{"repo":"api","owner":"x"}"#),
                Slice(
                    id: #"{"repo":"api","owner":"y"}"#, values: ["repo": "api", "owner": "y"],
                    cursorKey: #"{"repo":"api","owner":"y"}"#),
                Slice(id: "web", values: ["repo": "web"], cursorKey: "web"),
            ])
    }

    @Test func `joins batches within a page`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("ids", batch: 2)])
        let parents = FakeParents([
            #"[{"id":1},{"id":2},{"id":1},{"id":"c"}]"#, #"[{"id":2},{"id":5},{"id":6},{"id":7}]"#,
        ])
        let sliced = try await slicer.all(parents: parents)
        #expect(sliced.groups.map { $0.slices.map(\.id) } == [["1,2", "c"], ["5,6", "7"]])
        #expect(sliced.slices[0].values == ["ids": "1,2"])
        #expect(sliced.slices[1].values == ["ids": "c"])
        try await slicer.expectResumable(parents: parents)
    }

    @Test func `reads parents with partitions slice by slice`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        let parents = FakeParents(slices: [
            ("eu", [#"[{"id":1}]"#, #"[{"id":2}]"#]), ("us", [#"[{"id":3},{"id":2}]"#]), ("asia", []),
            ("mars", [#"[{"id":4}]"#, #"[{"id":5}]"#]),
        ])
        let sliced = try await slicer.all(parents: parents)
        #expect(sliced.ids == ["1", "2", "3", "4", "5"])
        #expect(
            sliced.groups.map(\.position) == [
                ["slices": ["at": 0], "slice": "eu"], ["slices": ["at": 0], "slice": "eu", "page": ["page": 1]],
                ["slices": ["at": 0], "slice": "us", "known": "02", "of": "fd72074c24baad97"],
                ["slices": ["at": 2], "slice": "mars"],
                ["slices": ["at": 2], "slice": "mars", "page": ["page": 1]],
            ])
        let distinct = FakeParents(slices: [
            ("eu", [#"[{"id":1}]"#, #"[{"id":2}]"#]), ("us", [#"[{"id":3}]"#]), ("mars", [#"[{"id":4}]"#]),
        ])
        try await slicer.expectResumable(parents: distinct)
    }

    @Test func `passes on that time is out, and that a page is gone`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        var parents = FakeParents([#"[{"id":1}]"#, #"[{"id":2}]"#, #"[{"id":3}]"#])
        parents.pagesInTime = 2
        let cut = try await slicer.all(parents: parents)
        #expect(cut.ids == ["1", "2"])
        #expect(cut.end == .outOfTime(resumeAfter: .seconds(7)))
        let gone = try await slicer.all(from: ["page": ["page": 9]], parents: parents)
        #expect(gone.groups == [])
        #expect(gone.end == .stalePosition(Failure(.source, "gone")))
        let noSlice = try await slicer.all(from: ["slice": "x"], parents: parents)
        #expect(noSlice.end == .unknownPosition(of: "the parent stream `parents`"))
        let noPosition = try await slicer.all(from: ["page": ["skip": "x"]], parents: parents)
        #expect(noPosition.end == .unknownPosition(of: "the parent stream `parents`"))
        #expect(try await slicer.all(parents: parents, stopAfter: 1).end == .stopped)
    }

    @Test func `goes through more parents than it remembers`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id", path: "ids[*]")])
        var counts = Counts()
        let parents = ManyParents(pages: 250, valuesInPage: 1_000)
        let end = try await slicer.slices(from: SlicingStart(), parents: parents, until: Deadline()) { group in
            counts.groups += 1
            counts.slices += group.slices.count
            return .proceed
        }
        #expect(end == .complete)
        #expect(counts.groups == 250)
        // Every page begins with the last value of the page before it.
        #expect(counts.slices == 250 * 999 + 1)
    }

    @Test func `a resumed reading knows what came before of its first page only`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        let parents = FakeParents([#"[{"id":1}]"#, #"[{"id":1},{"id":2}]"#, #"[{"id":1},{"id":2},{"id":3}]"#])
        let uncut = try await slicer.all(parents: parents)
        #expect(uncut.ids == ["1", "2", "3"])
        #expect(try await slicer.all(from: uncut.groups[1].position, parents: parents).ids == ["2", "3"])
        #expect(try await slicer.all(from: uncut.groups[2].position, parents: parents).ids == ["3"])
        let other = FakeParents([#"[{"id":1}]"#, #"[{"id":2}]"#, #"[{"id":1},{"id":3}]"#])
        #expect(try await slicer.all(from: ["page": ["page": 1]], parents: other).ids == ["2", "1", "3"])
    }

    @Test func `values of a page that changed come again rather than never`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id")])
        let uncut = try await slicer.all(parents: FakeParents([#"[{"id":1}]"#, #"[{"id":1},{"id":2},{"id":3}]"#]))
        #expect(uncut.groups[1].slices.map(\.id) == ["2", "3"])
        let changed = FakeParents([#"[{"id":1}]"#, #"[{"id":2},{"id":3}]"#])
        #expect(try await slicer.all(from: uncut.groups[1].position, parents: changed).ids == ["2", "3"])
    }

    private struct Counts {
        var groups = 0
        var slices = 0
    }
}

/// Pages of values that are made as they are read.
private struct ManyParents: ParentReader {
    var pages: Int
    var valuesInPage: Int

    func slices(
        ofParent stream: String, from position: JSONObject?, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await deliver(SliceGroup(slices: [.whole], position: [:])) == .stop ? .stopped : .complete
    }

    func pages(
        of slice: Slice, inParent stream: String, from position: Position, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        for index in 0..<pages {
            let first = index * (valuesInPage - 1)
            let values = (first..<first + valuesInPage).map { JSONValue.integer(Int64($0)) }
            let document = JSONDocument(.array([.object(["ids": .array(values)])]))
            let page = Page(records: RecordBatch(elementsOf: document.root), start: .start, next: nil)
            if try await deliver(page) == .stop { return .stopped }
        }
        return .complete
    }
}
