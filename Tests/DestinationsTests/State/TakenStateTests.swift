import Connector
import DateTime
import Foundation
import JSON
import ObjectStorage
import Sync
import Synchronization
import TestSupport
import Testing

@testable import Destinations

/// A run whose state another takes in the middle: its lease ended, because the machine stood still or the clock was wrong.
@Suite struct TakenStateTests {
    private static let streams: [PagedSource.Stream] = [
        .init("first", [("", PagedSource.pages(2, of: 10, from: 0))]),
        .init("second", [("", PagedSource.pages(3, of: 10, from: 0))]),
    ]

    /// Takes the state as another run does whose clock is ahead, and returns what it goes on from.
    private static func take(_ folder: String) -> JSONValue {
        let store = LocalStore(folder)
        guard let bytes = try? store.get("state.json", limit: 1 << 20)?.bytes,
            var members = (try? JSONValue.parse(PaddedBytes(bytes)))?.object
        else { return .null }
        members["lease"] = ["holder": "thief", "until": "2100-01-01T00:00:00Z"]
        let text = Array(JSONValue.object(members).description.utf8)
        _ = try? store.put("state.json", text, as: .json, if: .always)
        return .object(members)
    }

    /// Leaves a sync behind that a run has begun.
    private static func begin(in folder: String) async throws {
        let deadline = Deadline()
        let source = PagedSource(Self.streams) { if $0 == 1 { deadline.pull() } }
        let state = StateObject("state.json", in: LocalStore(folder))
        _ = try await state.claim(until: nil)
        let report = try await Syncs.run(
            source, into: folder + "/out", deadline: deadline, store: state, concurrency: 1)
        #expect(report.status == .incomplete)
    }

    private static func parts(_ folder: String, _ stream: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out/\(stream)/dt=1970-01-01")
        return names.map { String($0.split(separator: "-").dropFirst(3).joined(separator: "-")) }.sorted()
    }

    @Test func `it fails, removes what no state vouches for, and nothing of the other's`() async throws {
        try await withTemporaryFolder { folder in
            try await Self.begin(in: folder)
            let taken = Theft()
            let source = PagedSource(Self.streams) { number in
                // The first stream is over, and the second is not.
                guard number == 3 else { return }
                taken.state = Self.take(folder)
                let sync = taken.state["sync"]?["id"]?.string ?? ""
                let day = folder + "/out/second/dt=1970-01-01"
                try? FileManager.default.createDirectory(atPath: day, withIntermediateDirectories: true)
                try? write("", to: "\(day)/part-\(sync)-0-bbbbbb-000001.parquet")
            }
            let state = StateObject("state.json", in: LocalStore(folder))
            let before = try await state.claim(until: nil)
            let report = try await Syncs.run(
                source, into: folder + "/out", from: before ?? [:], store: state, concurrency: 1)
            #expect(report.streams.map { $0.failure?.kind } == [nil, .stateConflict])
            #expect(taken.state["sync"]?["attempts"]?.object?.count == 2)
            #expect(try Self.parts(folder, "first").count == 2)
            #expect(try Self.parts(folder, "second") == ["bbbbbb-000001.parquet"])
        }
    }

    @Test func `what the other goes on from stays, also where the save seemed to fail`() async throws {
        try await withTemporaryFolder { folder in
            let store = DoubtfulStore(folder)
            let taken = Theft()
            let source = PagedSource(Self.streams) { number in
                // The state is saved next when the first stream is over.
                if number == 1 { store.loseNext { taken.state = Self.take(folder) } }
            }
            let state = StateObject("state.json", in: store)
            _ = try await state.claim(until: nil)
            let report = try await Syncs.run(source, into: folder + "/out", store: state, concurrency: 1)
            #expect(report.streams.map { $0.failure?.kind } == [.destination, .destination])
            #expect(taken.state["sync"]?["completed"] == ["first"])
            #expect(try Self.parts(folder, "first").count == 1)
        }
    }

    private final class Theft: Sendable {
        private let value = Mutex<JSONValue>(.null)
        var state: JSONValue {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }
}
