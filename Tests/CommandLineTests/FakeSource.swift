import Connector
import JSON
import Synchronization

/// A source whose streams, slices and pages are laid down, and what goes wrong with them.
struct FakeSource: Source {
    /// A stream: slices of pages of records.
    struct Stream: Sendable {
        var descriptor: StreamDescriptor
        var slices: [(id: String, pages: [[JSONValue]])]
        /// Fails when this page of a slice is asked for, counted from 0.
        var failure: (page: Int, Failure)?
        /// What every page leaves out, and why.
        var notes: [String] = []
    }

    let name = "orchard"
    var streams: [Stream]
    var checkFailure: Failure?
    /// Called when a page is asked for, before it is handed over.
    var onPage: @Sendable (_ stream: String, _ page: Int) async -> Void = { _, _ in }

    func streams(until deadline: Deadline) -> [StreamDescriptor] { streams.map(\.descriptor) }

    func check(until deadline: Deadline) throws(Failure) {
        if let checkFailure { throw checkFailure }
    }

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let slices = streams.first { $0.descriptor.name == stream }?.slices ?? []
        let group = SliceGroup(
            slices: slices.map { $0.id.isEmpty ? .whole : Slice(id: $0.id, values: [:], cursorKey: $0.id) },
            position: [:])
        return try await deliver(group) == .stop ? .stopped : .complete
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        guard let plan = streams.first(where: { $0.descriptor.name == stream }),
            let pages = plan.slices.first(where: { $0.id == slice.id })?.pages
        else { throw Failure(.internal, "no plan for \(stream)") }
        var number = start.position.place["page"]?.int64.map(Int.init) ?? 0
        var skip = start.position.skip
        while number < max(pages.count, 1) {
            if deadline.isOver { return .stopped }
            await onPage(stream, number)
            if let (page, failure) = plan.failure, page == number { throw failure }
            let records = number < pages.count ? pages[number] : []
            let batch = RecordBatch(elementsOf: JSONDocument(.array(records)).root)
            let cursors = records.compactMap { record in
                plan.descriptor.cursorField.flatMap { record[$0[0]] }.map { Cursor($0) }
            }
            let isLast = number + 1 >= pages.count
            var page = Page(
                records: batch.part(from: skip), start: Position(number == 0 ? [:] : place(number), skip: skip),
                next: isLast ? nil : Position(place(number + 1)),
                reached: cursors.reduce(nil) { CursorOrder().later($0, $1) })
            (page.notes, page.errorCount) = (plan.notes, plan.notes.count)
            skip = 0
            number += 1
            if try await deliver(page) == .stop, !isLast { return .stopped }
        }
        return .complete
    }

    private func place(_ page: Int) -> JSONObject { ["page": .integer(Int64(page))] }
}

extension FakeSource.Stream {
    /// A stream of one slice with pages of records `{"id": 1}`, `{"id": 2}` and so on.
    init(_ name: String, pages sizes: [Int], cursor: Bool = false) {
        var descriptor = StreamDescriptor(name)
        if cursor { descriptor.cursorField = ["id"] }
        descriptor.primaryKey = [["id"]]
        var next = 1
        let pages = sizes.map { size -> [JSONValue] in
            defer { next += size }
            return (next..<next + size).map { ["id": .integer(Int64($0)), "name": .string("\(name) \($0)")] }
        }
        self.init(descriptor: descriptor, slices: [("", pages)])
    }
}

/// Counts what happens in tasks.
final class Counter: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func increase() -> Int {
        number.withLock {
            $0 += 1
            return $0
        }
    }
}
