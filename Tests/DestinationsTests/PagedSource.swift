import Connector
import JSON
import Synchronization

/// A source whose pages are laid down as JSON texts, and which can be told what happens when one is handed over.
final class PagedSource: Source {
    struct Stream {
        var descriptor: StreamDescriptor
        /// The pages of each slice; the slice "" is all of the stream.
        var slices: [(id: String, pages: [String])]

        init(_ name: String, _ slices: [(id: String, pages: [String])]) {
            descriptor = StreamDescriptor(name)
            self.slices = slices
        }
    }

    let name = "paged"
    private let plans: [Stream]
    /// Positions that are refused the first time, as `slice@page`.
    private let stale: Mutex<Set<String>>
    private let pageCount = Mutex(0)
    /// Runs when so many pages were taken.
    private let afterPage: @Sendable (Int) -> Void

    init(_ plans: [Stream], stale: Set<String> = [], afterPage: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.plans = plans
        self.stale = Mutex(stale)
        self.afterPage = afterPage
    }

    func streams(until deadline: Deadline) -> [StreamDescriptor] { plans.map(\.descriptor) }

    func check(until deadline: Deadline) {}

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        for (number, plan) in (plans.first { $0.descriptor.name == stream }?.slices ?? []).enumerated() {
            if let first = start.position?["group"]?.int64, number < first { continue }
            if deadline.isOver { return .stopped }
            let slice =
                plan.id.isEmpty ? Slice.whole : Slice(id: plan.id, values: ["id": .string(plan.id)], cursorKey: "")
            let group = SliceGroup(slices: [slice], position: ["group": .integer(Int64(number))])
            if try await deliver(group) == .stop { return .stopped }
        }
        return .complete
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let pages =
            plans.first { $0.descriptor.name == stream }?.slices.first { $0.id == slice.id }?.pages ?? []
        var number = start.position.place["page"]?.int64.map(Int.init) ?? 0
        if number > 0, stale.withLock({ $0.remove("\(slice.id)@\(number)") != nil }) {
            return .stalePosition(Failure(.source, "HTTP 410"))
        }
        while true {
            if deadline.isOver { return .stopped }
            let isLast = number + 1 >= pages.count
            let page = Page(
                records: RecordBatch(elementsOf: try Self.parse(pages.isEmpty ? "[]" : pages[number])),
                start: Position(number == 0 ? [:] : ["page": .integer(Int64(number))]),
                next: isLast ? nil : Position(["page": .integer(Int64(number + 1))]))
            let verdict = try await deliver(page)
            afterPage(
                pageCount.withLock {
                    $0 += 1
                    return $0
                })
            if isLast { return .complete }
            if verdict == .stop { return .stopped }
            number += 1
        }
    }

    private static func parse(_ text: String) throws(Failure) -> JSONView {
        do throws(JSONError) {
            return try JSONDocument.parse(text).root
        } catch {
            throw Failure(.data, "\(error)")
        }
    }
}

extension PagedSource {
    /// A page of records `{"id": N, "text": …}` with the ids of a range. `textSize` random letters do not compress.
    static func page(_ ids: Range<Int>, textSize: Int = 0) -> String {
        let records = ids.map { id in
            var state = UInt64(id) &* 0x9E37_79B9_7F4A_7C15
            let letters = (0..<textSize).map { _ -> Character in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return Character(UnicodeScalar(UInt8(97 + (state >> 33) % 26)))
            }
            return #"{"id":\#(id),"text":"\#(String(letters))"}"#
        }
        return "[" + records.joined(separator: ",") + "]"
    }

    /// Pages of so many records each, whose ids go on from `first`.
    static func pages(_ count: Int, of size: Int, from first: Int, textSize: Int = 0) -> [String] {
        (0..<count).map { page(first + $0 * size..<first + ($0 + 1) * size, textSize: textSize) }
    }
}
