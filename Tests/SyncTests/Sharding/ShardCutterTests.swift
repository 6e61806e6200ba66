import Connector
import JSON
import TestSupport
import Testing

@testable import Sync

@Suite struct ShardCutterTests {
    /// Shards as text: `stream[first-last@group]`, or `stream` alone.
    private static func text(_ shards: [Shard]) -> [String] {
        shards.map { shard in
            shard.parts.map { part in
                guard let slices = part.slices else { return part.stream }
                let group = part.position?["group"]?.int64.map { "@\($0)" } ?? ""
                guard let first = slices.first, let last = slices.last else { return "\(part.stream)[]\(group)" }
                return "\(part.stream)[\(first.id)-\(last.id)\(group)]"
            }.joined(separator: " ")
        }
    }

    /// Streams with groups of slices, numbered through; nil for a stream that is not divided.
    private static func cutter(
        _ streams: [(String, [Int]?)], jobs: Set<String> = [], done: Set<String> = []
    ) -> ShardCutter {
        var cutter = ShardCutter()
        for (name, groups) in streams {
            var stream = StreamDescriptor(name)
            stream.slicesAreJobs = jobs.contains(name)
            cutter.begin(stream)
            guard let groups else {
                _ = cutter.add(SliceGroup(slices: [.whole], position: [:]), done: done)
                continue
            }
            var next = 1
            for (number, size) in groups.enumerated() {
                let slices = (next..<next + size).map { Slice(id: "\($0)", values: [:], cursorKey: "\($0)") }
                next += size
                _ = cutter.add(
                    SliceGroup(slices: slices, position: ["group": .integer(Int64(number))]), done: done)
            }
        }
        return cutter
    }

    private static func shards(_ cutter: ShardCutter, _ count: Int) -> [String] {
        text(cutter.shards(count) { "s\($0)" })
    }

    @Test func `slices that follow one another are shared out evenly`() {
        let cutter = Self.cutter([("commits", [4, 4, 2])])
        #expect(Self.shards(cutter, 1) == ["commits[1-10@0]"])
        #expect(Self.shards(cutter, 3) == ["commits[1-4@0]", "commits[5-8@1]", "commits[9-10@2]"])
        #expect(Self.shards(cutter, 4) == ["commits[1-3@0]", "commits[4-6@0]", "commits[7-9@1]", "commits[10-10@2]"])
        #expect(Self.shards(cutter, 1_000).count == 10)
        #expect(cutter.shards(2) { "1s\($0)" }.map(\.name) == ["1s0", "1s1"])
    }

    @Test func `a stream that is not divided is alone where there is room`() {
        let streams: [(String, [Int]?)] = [("users", nil), ("commits", [6]), ("teams", nil)]
        #expect(Self.shards(Self.cutter(streams), 4) == ["users", "commits[1-3@0]", "commits[4-6@0]", "teams"])
        #expect(Self.shards(Self.cutter(streams), 2) == ["users commits[1-3@0]", "commits[4-6@0] teams"])
        #expect(Self.shards(Self.cutter(streams), 1) == ["users commits[1-6@0] teams"])
    }

    @Test func `jobs are alone where there is room`() {
        let streams: [(String, [Int]?)] = [("exports", [3]), ("commits", [4])]
        let shards = Self.shards(Self.cutter(streams, jobs: ["exports"]), 5)
        #expect(shards == ["exports[1-1@0]", "exports[2-2@0]", "exports[3-3@0]", "commits[1-2@0]", "commits[3-4@0]"])
        #expect(Self.shards(Self.cutter(streams, jobs: ["exports"]), 2).count == 2)
    }

    @Test func `what is done, or comes twice, is left out, and a stream without slices is not`() {
        #expect(Self.shards(Self.cutter([("commits", [3])], done: ["2"]), 2) == ["commits[1-1@0]", "commits[3-3@0]"])
        var cutter = Self.cutter([("commits", [3])])
        let again = Slice(id: "3", values: [:], cursorKey: "3")
        _ = cutter.add(SliceGroup(slices: [again], position: [:]), done: [])
        #expect(cutter.sliceCount == 3)
        #expect(Self.shards(Self.cutter([("commits", [0, 0])]), 5) == ["commits[]"])
        #expect(ShardCutter().shards(5) { "\($0)" }.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 7, 50, 333, 10_000, 99_999])
    func `there are never more shards than are wanted, and each slice is in one`(wanted: Int) {
        var random = SeededRandom(seed: UInt64(wanted))
        for _ in 0..<20 {
            let streams = (0..<Int.random(in: 1...6, using: &random)).map { number -> (String, [Int]?) in
                let groups = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    Int.random(in: 0...40, using: &random)
                }
                return ("s\(number)", Bool.random(using: &random) ? groups : nil)
            }
            let cutter = Self.cutter(streams, jobs: Bool.random(using: &random) ? ["s0", "s3"] : [])
            let shards = cutter.shards(wanted) { "\($0)" }
            #expect(shards.count <= min(wanted, ShardCutter.mostShards))
            for (name, groups) in streams {
                let parts = shards.flatMap(\.parts).filter { $0.stream == name }
                let ids = parts.flatMap { $0.slices ?? [] }.map(\.id)
                #expect(ids == groups.map { (1..<$0.reduce(1, +)).map { "\($0)" } } ?? [])
                #expect(!parts.isEmpty)
                if groups == nil { #expect(parts.count == 1) }
            }
        }
    }
}
