import Connector
import DateTime
import Foundation
import HTTPClient
import JSON
import Sync
import TestSupport

@testable import Destinations
@testable import ObjectStorage

/// One sync of several streams into a bucket behind a fault proxy, run again and again from its state until it is over.
struct FaultySync {
    let seed: UInt64
    let bucket: String
    private let direct: S3Store
    private let proxied: S3Store
    private let plan: Plan

    /// What a seed makes of a sync.
    private struct Plan {
        var streams: [PagedSource.Stream]
        var counts: [String: Int]
        var partSize: Int
        var fileSize: Int
        var concurrency: Int
    }

    /// A run that ended in a way that it must not.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    init(_ seed: UInt64, on server: S3Server, through proxy: FaultProxy) async throws {
        self.seed = seed
        bucket = "faults-\(UUID().uuidString.lowercased())-seed-\(seed)"
        var random = SeededRandom(seed: seed)
        plan = Self.plan(&random)
        direct = try Self.store(bucket, server.environment(), plan.partSize)
        proxied = try Self.store(bucket, server.environment(through: proxy), plan.partSize)
        try await direct.makeBucket()
    }

    private static func store(_ bucket: String, _ environment: [String: String], _ partSize: Int) throws -> S3Store {
        var timing = StoreTiming(sleep: { _ in await Task.yield() }, draw: { 0.5 })
        timing.stallTimeout = .seconds(1)
        let stores = ObjectStores(
            environment: environment, session: session, timing: timing)
        guard var store = try stores.store(at: "s3://\(bucket)") as? S3Store else { throw Fault(description: "no S3") }
        store.settings.partSize = partSize
        return store
    }

    private static let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))

    private static func plan(_ random: inout SeededRandom) -> Plan {
        let isLarge = random.once(in: 8)
        var streams: [PagedSource.Stream] = []
        var counts: [String: Int] = [:]
        for name in ["whole", "other"].prefix(1 + random.below(2)) {
            let count = 1 + random.below(6)
            streams.append(.init(name, [("", PagedSource.pages(count, of: 20, from: 0, textSize: 150))]))
            counts[name] = count * 20
        }
        var (slices, next): ([(id: String, pages: [String])], Int) = ([], 0)
        for slice in 0..<1 + random.below(5) {
            // Slices with more than a megabyte have parts of their own.
            let (pages, size) = isLarge && slice == 1 ? (4, 1400) : (1 + random.below(3), 10)
            slices.append(("slice\(slice)", PagedSource.pages(pages, of: size, from: next, textSize: 150)))
            next += pages * size
        }
        streams.append(.init("sliced", slices))
        counts["sliced"] = next
        return Plan(
            streams: streams, counts: counts, partSize: isLarge ? 64 << 10 : random.pick([2, 3, 8]) << 10,
            fileSize: isLarge ? 256 << 10 : random.pick([6, 12, 24]) << 10, concurrency: random.pick([1, 4]))
    }
}

// Running.
extension FaultySync {
    /// Runs until the sync is over; returns how many runs failed.
    func run() async throws -> Int {
        var random = SeededRandom(seed: seed ^ 0xFA)
        var failures = 0
        for number in 1...60 {
            do {
                if try await runOnce(&random, number: number) { return failures }
            } catch let failure as Failure {
                guard failure.kind == .destination, failure.message.contains("s3://\(bucket)/") else {
                    throw Fault(description: "run \(number): \(failure.kind) \(failure)")
                }
                failures += 1
            }
        }
        throw Fault(description: "it does not end")
    }

    private func runOnce(_ random: inout SeededRandom, number: Int) async throws -> Bool {
        // Leases of the runs before have ended.
        let hours = Int64(number) * 3_600_000
        let state = StateObject("state.json", in: proxied, now: { Timestamp(unixMilliseconds: hours) ?? .unixEpoch })
        let before = try await state.claim(until: nil) ?? [:]
        let open = plan.streams.map(\.descriptor.name).filter { !Self.isComplete($0, in: before) }
        var start = try SyncState(before, of: "paged", from: "the test")
        _ = try start.begin(at: .unixEpoch)
        let deadline = Deadline()
        var stale: Set<String> = []
        var lastPage = Int.max
        if random.once(in: 3) {
            lastPage = 1 + random.below(12)
        } else if random.once(in: 3) {
            stale = ["@1", "@2", "@3", "slice0@1", "slice1@1", "slice1@2", "slice2@1"]
        }
        let end = lastPage
        let source = PagedSource(plan.streams, stale: stale) { if $0 == end { deadline.pull() } }
        var options = SyncOptions(deadline: deadline)
        options.concurrency = plan.concurrency
        options.streams = open
        var files = FileOptions(folder: "", connector: "paged")
        files.maximumFileSize = plan.fileSize
        let report: SyncReport
        do {
            report = try await SyncRun(
                from: source, into: ParquetSink(ParquetSettings(files), into: proxied), state: start, store: state,
                options: options, observer: Silence()
            ).run()
        } catch {
            await state.release()
            throw error
        }
        let failures = report.streams.compactMap(\.failure)
        if let failure = failures.first(where: { $0.kind != .destination }) ?? failures.first {
            await state.release()
            throw failure
        }
        guard try await stored() == report.state else {
            throw Fault(description: "run \(number): the state is not the one reported")
        }
        return report.status == .succeeded
    }

    /// Whether a state has all of a stream behind it.
    private static func isComplete(_ stream: String, in state: JSONValue) -> Bool {
        guard let stream = state["streams"]?[stream] else { return false }
        return stream["position"] == nil && stream["slices"] == nil
    }

    private func stored() async throws -> JSONValue? {
        guard let object = try await direct.get("state.json", limit: 1 << 20) else { return nil }
        return try JSONValue.parse(PaddedBytes(object.bytes))
    }
}

// Judging.
extension FaultySync {
    /// Copies what is in the bucket to a folder, and says what should not be there.
    func fetch(to folder: String) async throws -> [String] {
        var faults = try await direct.unfinishedUploads(in: "", beginningWith: "").map { "\($0.key) is unfinished" }
        for stream in try await direct.folders(in: "") {
            for day in try await direct.folders(in: stream) {
                let here = "\(stream)/\(day)"
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(here)", withIntermediateDirectories: true)
                for name in try await direct.objects(in: here, beginningWith: "") {
                    let object = try await direct.get("\(here)/\(name)", limit: 1 << 26)
                    try Data(object?.bytes ?? []).write(to: URL(fileURLWithPath: "\(folder)/\(here)/\(name)"))
                }
            }
        }
        if try await stored()?["sync"] != nil { faults.append("the sync is not over in the state") }
        return faults
    }

    /// What is wrong with the files.
    func faults(in written: WrittenFiles) -> [String] {
        plan.counts.sorted { $0.key < $1.key }.compactMap { stream, count in
            let ids = written.ids(stream)
            if ids == Array(0..<Int64(count)) { return nil }
            return "\(stream) has \(ids.count) records, \(Set(ids).count) different, of \(count)"
        }
    }
}

extension S3Store {
    /// Makes the bucket.
    func makeBucket() async throws(StoreError) {
        _ = try await sender.answer(to: StoreRequest(.put, for: "make the bucket"))
    }
}
