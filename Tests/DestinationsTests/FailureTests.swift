import Connector
import Foundation
import JSON
import Sync
import TestSupport
import Testing

@testable import Destinations

@Suite struct FailureTests {
    private static func declared(leavesOut: Bool, mostErrors: Int? = nil) -> PagedSource.Stream {
        var stream = PagedSource.Stream(
            "trees",
            [
                (
                    "",
                    [
                        #"[{"id":1,"price":1.5}]"#,
                        #"[{"id":2,"price":2},{"id":3,"price":"much"},{"id":4,"price":null}]"#,
                    ]
                )
            ])
        stream.descriptor.schema = [
            "type": "object", "properties": ["id": ["type": "integer"], "price": ["type": ["number", "null"]]],
        ]
        stream.descriptor.leavesOutErrors = leavesOut
        stream.descriptor.maximumErrors = mostErrors
        return stream
    }

    @Test func `a value that does not fit its declared column fails the stream, which keeps the pages before`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let report = try await Syncs.run(PagedSource([Self.declared(leavesOut: false)]), into: folder)
            #expect(report.status == .failed)
            let failure = try #require(report.streams[0].failure)
            #expect(failure.kind == .data)
            #expect(
                failure.message
                    == #"a record of trees does not fit its declared schema: price: "much" is not of type number"#)
            #expect(try WrittenFiles.read(folder).ids("trees") == [1])
            #expect(report.state["streams"]?["trees"]?["position"] == ["page": 1])
        }
    }

    @Test func `it is left out where the stream leaves out errors, and counted`() async throws {
        try await withTemporaryFolder { folder in
            let report = try await Syncs.run(PagedSource([Self.declared(leavesOut: true)]), into: folder)
            #expect(report.status == .succeeded)
            #expect(report.streams[0].recordCount == 3)
            #expect(report.streams[0].errorCount == 1)
            #expect(report.streams[0].notes.first?.contains(#"price: "much""#) == true)
            #expect(try WrittenFiles.read(folder).ids("trees") == [1, 2, 4])
            let strict = try await Syncs.run(
                PagedSource([Self.declared(leavesOut: true, mostErrors: 0)]), into: folder + "/strict")
            #expect(strict.streams[0].failure?.kind == .data)
        }
    }

    @Test func `in slices too, a record that does not fit loses no other`() async throws {
        var stream = Self.declared(leavesOut: false)
        stream.slices = [
            ("good", [#"[{"id":1,"price":1}]"#, #"[{"id":2,"price":1}]"#]),
            ("bad", [#"[{"id":3,"price":1}]"#, #"[{"id":4,"price":"x"}]"#]),
        ]
        let plan = stream
        try await withTemporaryFolder { folder in
            let first = try await Syncs.run(PagedSource([plan]), into: folder, concurrency: 1)
            #expect(first.status == .failed)
            #expect(try WrittenFiles.read(folder).ids("trees") == [1, 2, 3])
            var mended = plan
            mended.slices[1].pages[1] = #"[{"id":4,"price":4}]"#
            _ = try await Syncs.run(PagedSource([mended]), into: folder, from: first.state)
            #expect(try WrittenFiles.read(folder).ids("trees") == [1, 2, 3, 4])
        }
    }

    @Test func `a folder that cannot be made is a failure that names it`() async throws {
        try await withTemporaryFolder { folder in
            try write("", to: folder + "/file")
            let source = PagedSource([.init("trees", [("", ["[]"])])])
            await #expect(
                throws: Failure(.destination, "cannot write \(folder)/file/out: Not a directory")
            ) { _ = try await Syncs.run(source, into: folder + "/file/out") }
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func `a folder that may not be written to is a failure that names it`() async throws {
        try await withTemporaryFolder { folder in
            #expect(chmod(folder, 0o500) == 0)
            defer { chmod(folder, 0o700) }
            let source = PagedSource([.init("trees", [("", ["[]"])])])
            await #expect(throws: Failure(.destination, "cannot write \(folder): Permission denied")) {
                _ = try await Syncs.run(source, into: folder)
            }
        }
    }

    @Test func `a folder that vanishes is a failure, and the state stays`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([.init("trees", [("", PagedSource.pages(3, of: 5, from: 0))])]) {
                if $0 == 2 { try? FileManager.default.removeItem(atPath: folder + "/out") }
            }
            let report = try await Syncs.run(source, into: folder + "/out")
            let failure = try #require(report.streams[0].failure)
            #expect(failure.kind == .destination)
            #expect(failure.message == "cannot write \(folder)/out/trees: No such file or directory")
            #expect(report.state["streams"]?["trees"] == nil)
        }
    }
}
