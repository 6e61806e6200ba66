import Connector
import Foundation
import JSON
import Sync
import TestSupport
import Testing

@testable import Destinations

/// Every record is in the files exactly once, wherever a run ends.
@Suite struct ResumeTests {
    private static let streams: [PagedSource.Stream] = [
        .init("whole", [("", PagedSource.pages(6, of: 20, from: 0, textSize: 60))]),
        .init(
            "sliced",
            [
                ("a", PagedSource.pages(3, of: 10, from: 0)), ("b", PagedSource.pages(1, of: 10, from: 30)),
                // More than a slice may have in memory.
                ("c", PagedSource.pages(4, of: 1500, from: 40, textSize: 200)), ("d", []),
                ("e", PagedSource.pages(2, of: 10, from: 6_040)),
            ]),
    ]

    private static func expectAll(_ written: WrittenFiles, _ place: String) {
        #expect(written.ids("whole") == Array(0..<120), "whole, \(place)")
        #expect(written.ids("sliced") == Array(0..<6_060), "sliced, \(place)")
        for stream in ["whole", "sliced"] { #expect(written.hidden(stream) == 0, "\(stream), \(place)") }
    }

    @Test func `stopped after any page and resumed, the files are those of one run`() async throws {
        try await withTemporaryFolder { folder in
            for stop in 1...15 {
                let deadline = Deadline()
                let source = PagedSource(Self.streams) { if $0 == stop { deadline.pull() } }
                let first = try await Syncs.run(
                    source, into: "\(folder)/\(stop)", megabytes: 0.01, deadline: deadline)
                let second = try await Syncs.run(
                    PagedSource(Self.streams), into: "\(folder)/\(stop)", from: first.state, megabytes: 0.01)
                #expect(second.status == .succeeded)
            }
            let written = try WrittenFiles.read((1...15).map { "\(folder)/\($0)" })
            for (index, files) in written.enumerated() { Self.expectAll(files, "stopped after page \(index + 1)") }
        }
    }

    @Test func `killed before or after any state is saved, the files are those of one run`() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/copies", withIntermediateDirectories: true)
            let store = KillingStore(copying: folder + "/out", to: folder + "/copies")
            let deadline = Deadline()
            let first = try await Syncs.run(
                PagedSource(Self.streams) { if $0 == 9 { deadline.pull() } }, into: folder + "/out", megabytes: 0.01,
                deadline: deadline, store: store)
            // The scans that were stopped begin again, and the parts they had are dropped.
            let stale: Set = ["@1", "@2", "@3", "@4", "@5", "a@1", "a@2", "c@1", "c@2", "c@3"]
            _ = try await Syncs.run(
                PagedSource(Self.streams, stale: stale), into: folder + "/out", from: first.state, megabytes: 0.01,
                store: store)
            let moments = store.moments
            #expect(moments.count >= 8)
            for moment in moments where moment.state["sync"] != nil {
                for stale in [[], stale] {
                    let copy = moment.folder + (stale.isEmpty ? "-live" : "-stale")
                    try FileManager.default.copyItem(atPath: moment.folder, toPath: copy)
                    let report = try await Syncs.run(
                        PagedSource(Self.streams, stale: stale), into: copy, from: moment.state, megabytes: 0.01)
                    #expect(report.status == .succeeded)
                }
            }
            let copies = moments.filter { $0.state["sync"] != nil }.flatMap {
                [$0.folder + "-live", $0.folder + "-stale"]
            }
            for (copy, files) in zip(copies, try WrittenFiles.read(copies)) { Self.expectAll(files, copy) }
        }
    }
}
