package import Connector
import DateTime
import JSON
import Templates
import Testing

@testable import Declarative

extension Template {
    /// A template that may use everything.
    init(_ source: String) throws { try self.init(source, scope: .everything) }
}

extension TemplateContext {
    static func common(_ config: JSONObject = [:], now: String = "2024-05-10T10:20:30Z") throws -> TemplateContext {
        var context = TemplateContext(now: try #require(Timestamp(iso8601: now)))
        context[.config] = .value(.object(config))
        context[.stream] = .value("items")
        return context
    }
}

extension StreamDefinition {
    static func sliced(by routers: [PartitionRouter], isIncremental: Bool = false) throws -> StreamDefinition {
        var stream = StreamDefinition(name: "items", request: RequestDefinition(path: try Template("/items")))
        stream.partitions = routers
        if isIncremental {
            stream.incremental = Incremental(cursorPath: try JSONPath("at"), filter: .template)
        }
        return stream
    }
}

extension PartitionRouter {
    static func list(_ field: String, _ values: JSONValue...) -> PartitionRouter {
        .list(field: field, values: .list(values.map { .constant($0) }))
    }

    static func dates(
        _ start: String, _ end: String? = nil, step: String, format: String = "date", field: String = "start"
    ) throws -> PartitionRouter {
        .dateRange(
            DateRange(
                field: field, start: try Template(start), end: try end.map { try Template($0) },
                step: try #require(CalendarDuration(iso8601: step)), format: try #require(try TimestampFormat(format))))
    }

    static func parents(
        _ field: String, path: String = "id", further: [String: String] = [:], batch: Int? = nil
    ) throws -> PartitionRouter {
        .parent(
            ParentStream(
                stream: "parents", field: field, path: try JSONPath(path),
                furtherFields: try further.mapValues { try JSONPath($0) }, batch: batch))
    }
}

/// Pages of a stream that has no partitions, or of several slices of one.
struct FakeParents: ParentReader {
    /// The texts of the pages of each slice, by its id.
    var slices: [(id: String, pages: [String])] = []
    /// How many slices are in a group.
    var groupSize = 2
    /// After how many pages of a reading time is out.
    var pagesInTime = Int.max

    init(_ pages: [String]) { slices = [("", pages)] }

    init(slices: [(id: String, pages: [String])]) { self.slices = slices }

    func slices(
        ofParent stream: String, from position: JSONObject?, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var index = Int(position?["at"]?.int64 ?? 0)
        while index < slices.count {
            let group = slices[index..<min(index + groupSize, slices.count)].map {
                Slice(id: $0.id, values: [:], cursorKey: $0.id)
            }
            let place: JSONObject = slices.count == 1 ? [:] : ["at": .integer(Int64(index))]
            if try await deliver(SliceGroup(slices: group, position: place)) == .stop { return .stopped }
            index += group.count
        }
        return .complete
    }

    func pages(
        of slice: Slice, inParent stream: String, from position: Position, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let pages = slices.first { $0.id == slice.id }?.pages ?? []
        var index = Int(position.place["page"]?.int64 ?? 0)
        if index > 0, index >= pages.count { return .stalePosition(Failure(.source, "gone")) }
        var read = 0
        while index < pages.count {
            if read == pagesInTime { return .outOfTime(resumeAfter: .seconds(7)) }
            read += 1
            guard let document = try? JSONDocument.parse(pages[index], duplicateKeys: .keep) else {
                throw Failure(.data, "no JSON")
            }
            let start = index == 0 ? Position.start : Position(["page": .integer(Int64(index))])
            let page = Page(
                records: RecordBatch(elementsOf: document.root), start: start,
                next: index + 1 < pages.count ? Position(["page": .integer(Int64(index + 1))]) : nil)
            if try await deliver(page) == .stop { return .stopped }
            index += 1
        }
        return .complete
    }
}

extension SliceGroup: Equatable {
    package static func == (left: SliceGroup, right: SliceGroup) -> Bool {
        left.slices == right.slices && left.position == right.position
    }
}

/// What a slicer hands over.
struct Sliced {
    var groups: [SliceGroup] = []
    var end: ReadingEnd

    var slices: [Slice] { groups.flatMap(\.slices) }
    var ids: [String] { slices.map(\.id) }
}

extension StreamSlicer {
    /// A slicer whose `state.cursor` is the cursor as it is.
    static func plain(
        _ routers: [PartitionRouter], isIncremental: Bool = false, config: JSONObject = [:],
        now: String = "2024-05-10T10:20:30Z"
    ) throws -> StreamSlicer {
        StreamSlicer(
            try .sliced(by: routers, isIncremental: isIncremental), common: try .common(config, now: now)
        ) { (cursor, _) throws(Failure) in
            .value(.object(cursor.map { ["cursor": $0.value] } ?? [:]))
        }
    }

    /// Everything from a position on.
    func all(
        from position: JSONObject? = nil, parents: any ParentReader = FakeParents([]),
        cursors: [String: JSONValue] = [:], stopAfter: Int = .max
    ) async throws(Failure) -> Sliced {
        var groups: [SliceGroup] = []
        let start = SlicingStart(position: position) { key in cursors[key].map { Cursor($0) } }
        let end = try await slices(from: start, parents: parents, until: Deadline()) { group in
            groups.append(group)
            return groups.count == stopAfter ? .stop : .proceed
        }
        return Sliced(groups: groups, end: end)
    }

    /// Goes on at every group's position, and expects exactly the rest.
    func expectResumable(
        parents: any ParentReader = FakeParents([]), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let uncut = try await all(parents: parents)
        for index in uncut.groups.indices {
            let position = uncut.groups[index].position
            // Positions go through a state's text.
            let parsed = try JSONValue.parse(JSONValue.object(position).description).object
            let rest = try await all(from: parsed, parents: parents)
            let expected = uncut.groups[index...].flatMap(\.slices)
            #expect(rest.slices == expected, "group \(index)", sourceLocation: sourceLocation)
            #expect(rest.groups.first?.position == position, sourceLocation: sourceLocation)
            #expect(rest.end == .complete, sourceLocation: sourceLocation)
        }
    }
}
