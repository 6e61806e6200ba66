import Foundation
import TestSupport
import Testing

/// Whatever a store and the way to it do to requests: in the end each record is in the files exactly once, and nothing else is
/// in the bucket.
///
/// CURLEW_FAULT_SEEDS says which seeds: `500` for those below it, `17-17` for one alone.
@Suite(.enabled(if: S3Server.given != nil || MotoServer.isInstalled, "\(MotoServer.absence)")) struct FaultTests {
    private static let seeds: ClosedRange<UInt64> = {
        let words = (ProcessInfo.processInfo.environment["CURLEW_FAULT_SEEDS"] ?? "40").split(separator: "-")
        let numbers = words.compactMap { UInt64($0) }
        return numbers.count == 2 ? numbers[0]...numbers[1] : 0...(numbers.first ?? 40) - 1
    }()

    @Test func `syncs through faults leave each record exactly once`() async throws {
        let server = try S3Server.given ?? S3Server.lenient.get().1
        let proxy = try FaultProxy(before: server.port)
        var rest = Array(Self.seeds)[...]
        var failures = 0
        while !rest.isEmpty {
            failures += try await check(rest.prefix(40), on: server, through: proxy)
            rest = rest.dropFirst(40)
        }
        // Otherwise nothing was tried.
        if Self.seeds.count >= 40 { #expect(failures > 0) }
    }

    /// Runs syncs, four at a time, and returns how many runs failed.
    private func check(_ seeds: ArraySlice<UInt64>, on server: S3Server, through proxy: FaultProxy) async throws -> Int
    {
        try await withTemporaryFolder { folder in
            var syncs: [FaultySync] = []
            var failures = 0
            await withTaskGroup(of: (FaultySync, Int)?.self) { tasks in
                for (index, seed) in seeds.enumerated() {
                    if index >= 4, let (sync, count) = await tasks.next() ?? nil {
                        syncs.append(sync)
                        failures += count
                    }
                    tasks.addTask { await Self.sync(seed, on: server, through: proxy, into: folder) }
                }
                for await case let (sync, count)? in tasks {
                    syncs.append(sync)
                    failures += count
                }
            }
            let written = try WrittenFiles.read(syncs.map { "\(folder)/\($0.seed)" }, columns: ["id"])
            for (sync, files) in zip(syncs, written) {
                for fault in sync.faults(in: files) { Issue.record("seed \(sync.seed): \(fault)") }
            }
            return failures
        }
    }

    private static func sync(
        _ seed: UInt64, on server: S3Server, through proxy: FaultProxy, into folder: String
    ) async -> (FaultySync, Int)? {
        do {
            let sync = try await FaultySync(seed, on: server, through: proxy)
            let failures = try await sync.run()
            for fault in try await sync.fetch(to: "\(folder)/\(seed)") { Issue.record("seed \(seed): \(fault)") }
            return (sync, failures)
        } catch {
            Issue.record("seed \(seed): \(error)")
            return nil
        }
    }
}
