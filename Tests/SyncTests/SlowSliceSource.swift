import Connector
import JSON
import Sync
import Synchronization

/// Slices of one page in groups, of which the first is read until so many others were, and nothing more happens.
final class SlowSliceSource: Source {
    let name = "slow"
    private let groupCount: Int
    private let groupSize: Int
    private let slowUntil: Int
    private let readCount = Mutex(0)
    private let countBehind = Mutex(0)

    /// How many others had been read when the first was.
    var readBehindSlow: Int { countBehind.withLock { $0 } }

    init(groups groupCount: Int, of groupSize: Int, slowUntil: Int) {
        self.groupCount = groupCount
        self.groupSize = groupSize
        self.slowUntil = slowUntil
    }

    func streams(until deadline: Deadline) -> [StreamDescriptor] { [StreamDescriptor("one")] }

    func check(until deadline: Deadline) {}

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        for group in 0..<groupCount {
            let slices = (0..<groupSize).map { number in
                Slice(id: "\(group)-\(number)", values: [:], cursorKey: "\(group)-\(number)")
            }
            let position: JSONObject = ["group": .integer(Int64(group))]
            if try await deliver(SliceGroup(slices: slices, position: position)) == .stop { return .stopped }
        }
        return .complete
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        if slice.id == "0-0" { await waitForOthers() }
        let verdict = try await deliver(Page(records: .empty, start: .start, next: nil))
        readCount.withLock { $0 += 1 }
        return verdict == .stop ? .stopped : .complete
    }

    private func waitForOthers() async {
        var idleTurns = 0
        var last = 0
        while idleTurns < 2_000 {
            await Task.yield()
            let count = readCount.withLock { $0 }
            idleTurns = count == last && count >= slowUntil ? idleTurns + 1 : 0
            last = count
        }
        countBehind.withLock { $0 = last }
    }
}
