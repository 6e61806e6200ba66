import Connector
import JSON
import Sync
import Synchronization

/// A source whose slices and pages are laid down, with what goes wrong.
final class PlannedSource: Source {
    let name = "planned"
    let descriptors: [StreamDescriptor]
    private let plans: [String: StreamPlan]
    /// What was asked for, in order.
    let asked = Mutex<[String]>([])
    private let refused = Mutex<Set<String>>([])

    /// A stream: groups of slices.
    struct StreamPlan {
        var groups: [[SlicePlan]]
        var cursorField: [String]? = nil
        var failure: (slice: String, page: Int, Failure)?
        var waits: (slice: String, page: Int, Duration?)?
        /// Positions that are refused the first time, as `slice@page`.
        var stale: Set<String> = []
        var maximumErrors: Int?
        var errorsPerPage = 0
    }

    /// A slice: pages of records.
    struct SlicePlan {
        var slice: Slice
        var pages: [[JSONValue]]
    }

    init(_ streams: [(name: String, plan: StreamPlan)]) {
        descriptors = streams.map { stream in
            var descriptor = StreamDescriptor(stream.name)
            descriptor.cursorField = stream.plan.cursorField
            descriptor.maximumErrors = stream.plan.maximumErrors
            return descriptor
        }
        plans = Dictionary(uniqueKeysWithValues: streams.map { ($0.name, $0.plan) })
    }

    func streams(until deadline: Deadline) -> [StreamDescriptor] { descriptors }

    func check(until deadline: Deadline) {}

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let groups = plans[stream]?.groups ?? []
        let first = start.position?["group"]?.int64.map(Int.init) ?? 0
        if first > 0, isStale("groups@\(first)", in: stream) { return .stalePosition(Failure(.source, "HTTP 410")) }
        for number in first..<max(groups.count, first) {
            if deadline.isOver { return .stopped }
            let group = SliceGroup(slices: groups[number].map(\.slice), position: ["group": .integer(Int64(number))])
            if try await deliver(group) == .stop { return .stopped }
        }
        return .complete
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        guard let plan = plans[stream] else { throw Failure(.internal, "no plan") }
        let pages = plan.groups.joined().first { $0.slice.id == slice.id }?.pages ?? []
        var number = start.position.place["page"]?.int64.map(Int.init) ?? 0
        var skip = start.position.skip
        if number > 0, isStale("\(slice.id)@\(number)", in: stream) {
            return .stalePosition(Failure(.source, "HTTP 410"))
        }
        while true {
            if deadline.isOver { return .stopped }
            asked.withLock { $0.append("\(stream)/\(slice.id)@\(number)") }
            if let (id, page, failure) = plan.failure, id == slice.id, page == number { throw failure }
            if let (id, page, wait) = plan.waits, id == slice.id, page == number {
                return .outOfTime(resumeAfter: wait)
            }
            let place: JSONObject = number == 0 ? [:] : ["page": .integer(Int64(number))]
            let kept = pages.isEmpty ? [] : newer(pages[number], than: start.cursor, plan)
            let records = RecordBatch(elementsOf: JSONDocument(.array(kept)).root)
            let isLast = number + 1 >= pages.count
            var page = Page(
                records: records.part(from: skip), start: Position(place, skip: skip),
                next: isLast ? nil : Position(["page": .integer(Int64(number + 1))]), reached: reached(kept, plan))
            page.errorCount = plan.errorsPerPage
            if plan.errorsPerPage > 0 { page.notes = ["HTTP 403 on page \(number)"] }
            skip = 0
            if try await deliver(page) == .stop { return .stopped }
            if isLast { return .complete }
            number += 1
        }
    }

    private func isStale(_ place: String, in stream: String) -> Bool {
        guard plans[stream]?.stale.contains(place) ?? false else { return false }
        return refused.withLock { $0.insert("\(stream)/\(place)").inserted }
    }

    private func value(_ record: JSONValue, _ plan: StreamPlan) -> JSONValue? {
        plan.cursorField.flatMap { record[$0[0]] }
    }

    private func newer(_ records: [JSONValue], than cursor: Cursor?, _ plan: StreamPlan) -> [JSONValue] {
        let order = CursorOrder()
        guard let cursor, let floor = order.key(of: cursor.value) else { return records }
        return records.filter { record in
            value(record, plan).flatMap { order.key(of: $0) }.map { order.compare($0, floor) == .after } ?? true
        }
    }

    private func reached(_ records: [JSONValue], _ plan: StreamPlan) -> Cursor? {
        records.compactMap { value($0, plan).map { Cursor($0) } }.reduce(nil) { CursorOrder().later($0, $1) }
    }
}

extension PlannedSource.StreamPlan {
    /// A stream of one slice, with pages of so many records: `{"id": 1}`, `{"id": 2}`, and so on.
    static func whole(_ sizes: [Int], cursorField: [String]? = nil) -> PlannedSource.StreamPlan {
        PlannedSource.StreamPlan(
            groups: [[PlannedSource.SlicePlan(slice: .whole, pages: PlannedSource.pages(sizes, from: 1))]],
            cursorField: cursorField)
    }

    /// A stream of slices in groups, each slice with pages of so many records.
    static func sliced(_ groups: [[(id: String, sizes: [Int])]], cursorField: [String]? = nil) -> Self {
        var next = 1
        return PlannedSource.StreamPlan(
            groups: groups.map { group in
                group.map { id, sizes in
                    defer { next += sizes.reduce(0, +) }
                    return PlannedSource.SlicePlan(
                        slice: Slice(id: id, values: ["id": .string(id)], cursorKey: id),
                        pages: PlannedSource.pages(sizes, from: next))
                }
            }, cursorField: cursorField)
    }
}

extension PlannedSource {
    static func pages(_ sizes: [Int], from first: Int) -> [[JSONValue]] {
        var next = first
        return sizes.map { size in
            defer { next += size }
            return (next..<next + size).map { ["id": .integer(Int64($0))] }
        }
    }
}
