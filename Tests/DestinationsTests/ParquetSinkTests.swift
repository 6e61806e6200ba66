import Connector
import Foundation
import JSON
import Sync
import TestSupport
import Testing

@testable import Destinations

@Suite struct ParquetSinkTests {
    private static func numbered(_ name: String = "trees") -> PagedSource.Stream {
        .init(name, [("", PagedSource.pages(3, of: 10, from: 1))])
    }

    @Test func `files have the name of their sync, and say what they are`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([Self.numbered(), Self.numbered("a/b"), .init("empty", [("", ["[]"])])])
            let report = try await Syncs.run(source, into: folder + "/out/")
            #expect(report.status == .succeeded)
            let file = try #require(report.streams[0].files.first)
            #expect(report.streams.map(\.files.count) == [1, 1, 0])
            #expect(file.rows == 30 && file.rowGroups == 1)
            let name = try #require(file.location.split(separator: "/").last).split(separator: "-")
            #expect(file.location.hasPrefix(folder + "/out/trees/dt=1970-01-01/part-"))
            #expect(name.count == 5 && name[1].count == 26 && name[2] == "0" && name[4] == "000001.parquet")
            let attributes = try FileManager.default.attributesOfItem(atPath: file.location)
            #expect(attributes[.size] as? Int == file.bytes)
            let written = try WrittenFiles.read(folder + "/out")
            #expect(written.ids("trees") == Array(1...30))
            #expect(written.ids("a%2Fb") == Array(1...30))
            #expect(written.hidden("trees") == 0)
            #expect(
                written.metadata("trees") == [
                    "curlew.sync": .string(String(name[1])), "curlew.connector": "paged", "curlew.stream": "trees",
                    "curlew.version": .string(curlewVersion),
                ])
        }
    }

    @Test func `columns that are not part of the records are added when asked for`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([
                .init("trees", [("north", [PagedSource.page(1..<3)]), ("south", [#"[{"id":3}]"#])])
            ])
            _ = try await Syncs.run(source, into: folder, concurrency: 1) { $0.hasMetadataColumns = true }
            let written = try WrittenFiles.read(folder)
            #expect(written.rows("trees").map { $0["_curlew_partition"] } == ["north", "north", "south"])
            #expect(written.types("trees")?["_curlew_extracted_at"] == "TIMESTAMP WITH TIME ZONE")
            #expect(written.rows("trees").allSatisfy { $0["_curlew_sync_id"]?.string?.count == 26 })
            #expect(written.rows("trees").allSatisfy { $0["_curlew_extracted_at"]?.string?.hasPrefix("2") == true })
        }
    }

    @Test func `files are cut at their size, and the state advances with each`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([.init("trees", [("", PagedSource.pages(20, of: 50, from: 0, textSize: 100))])])
            let report = try await Syncs.run(source, into: folder + "/out", megabytes: 0.02)
            let files = report.streams[0].files
            #expect((3...10).contains(files.count), "\(files.count)")
            #expect(files.allSatisfy { $0.bytes < 40_000 })
            #expect(try WrittenFiles.read(folder + "/out").ids("trees") == Array(0..<1000))
        }
    }

    @Test func `slices share a part when they are complete, large ones with row groups of their own`() async throws {
        try await withTemporaryFolder { folder in
            var slices = (0..<40).map { ("small\($0)", PagedSource.pages(2, of: 5, from: $0 * 10)) }
            let small = try await Syncs.run(PagedSource([.init("trees", slices)]), into: folder + "/small")
            #expect(small.streams[0].files.map(\.rows) == [400])
            slices.append(("large", PagedSource.pages(30, of: 1000, from: 1_000, textSize: 100)))
            let both = try await Syncs.run(
                PagedSource([.init("trees", slices)]), into: folder + "/both", concurrency: 1)
            #expect(both.streams[0].files.map(\.rows) == [30_400])
            #expect(both.streams[0].files.map(\.rowGroups) == [2])
            #expect(try WrittenFiles.read(folder + "/both").ids("trees") == Array(0..<400) + Array(1_000..<31_000))
            #expect(both.state["streams"]?["trees"]?["parts"] == nil)
        }
    }

    @Test func `what is left of an unfinished scan is named, and dropped when it begins again`() async throws {
        try await withTemporaryFolder { folder in
            let slices = ["a", "b"].enumerated().map { number, id in
                (id, PagedSource.pages(4, of: 10, from: number * 40))
            }
            let deadline = Deadline()
            let first = try await Syncs.run(
                PagedSource([.init("trees", slices)]) { if $0 == 6 { deadline.pull() } }, into: folder,
                deadline: deadline, concurrency: 1)
            #expect(first.status == .incomplete)
            #expect(first.state["streams"]?["trees"]?["parts"]?["b"]?.array?.count == 1)
            #expect(first.state["streams"]?["trees"]?["parts"]?["a"] == nil)
            let second = try await Syncs.run(
                PagedSource([.init("trees", slices)], stale: ["b@2"]), into: folder, from: first.state)
            #expect(second.status == .succeeded)
            let notes = second.streams[0].notes
            #expect(notes.count == 1 && notes[0].contains("dropped"), "\(notes)")
            #expect(second.state["streams"]?["trees"]?["parts"] == nil)
            let written = try WrittenFiles.read(folder)
            #expect(written.ids("trees") == Array(0..<80))
            #expect(written.count("trees") == 2)
        }
    }

    @Test func `a run that was believed dead leaves nothing behind when the sync ends`() async throws {
        try await withTemporaryFolder { folder in
            let deadline = Deadline()
            let source = PagedSource([Self.numbered()]) { if $0 == 1 { deadline.pull() } }
            let first = try await Syncs.run(source, into: folder, deadline: deadline)
            let sync = try #require(first.state["sync"]?["id"]?.string)
            let dt = folder + "/trees/dt=1970-01-01/"
            let late = ["part-\(sync)-0-dead00-000001.parquet", ".part-\(sync)-0-dead00-000002.parquet.tmp"]
            let others = ["part-OTHER-0-dead00-000001.parquet", "notes.txt"]
            for name in late + others { try write("", to: dt + name) }
            _ = try await Syncs.run(PagedSource([Self.numbered()]), into: folder, from: first.state)
            let names = try FileManager.default.contentsOfDirectory(atPath: dt)
            #expect(Set(names).intersection(late + others) == Set(others))
            #expect(names.count == 4)
        }
    }
}
