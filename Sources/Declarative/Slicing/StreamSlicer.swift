internal import Connector
internal import JSON
internal import Templates

/// The slices of one stream: the product of its routers, in the order of the file.
///
/// Jobs do not split a stream: each slice has its own.
struct StreamSlicer: Sendable {
    /// What the template root `state` is, for a cursor or for none, in a context.
    typealias State = @Sendable (_ cursor: Cursor?, _ context: TemplateContext) throws(Failure) -> TemplateValue

    /// Slices are gathered up to this number where the last router yields few at a time.
    private static let gathered = 100

    private let routers: [any Router]
    /// Where among the routers the first date range is. Slices that differ only in it, and in what follows it, share a
    /// cursor.
    private let dateRangePlace: Int?
    private let isIncremental: Bool
    private let common: TemplateContext
    private let state: State

    /// Prepares the slices of a stream. The common context holds what stays the same: `config`, `now`, `today` and
    /// `stream`.
    init(_ stream: StreamDefinition, common: TemplateContext, state: @escaping State) {
        routers = stream.partitions.compactMap { router -> (any Router)? in
            switch router {
            case .list(let field, let values): ListRouter(field, values, of: stream.name, common: common)
            case .dateRange(let range): DateRangeRouter(range, of: stream.name, common: common)
            case .parent(let parent): ParentRouter(parent)
            case .asyncJob: nil
            }
        }
        dateRangePlace = routers.firstIndex { $0 is DateRangeRouter }
        isIncremental = stream.incremental != nil
        self.common = common
        self.state = state
    }

    /// Hands over the slices, as `Source.slices` has it. Groups may be empty: they are places to go on from.
    func slices(
        from start: SlicingStart, parents: any ParentReader, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let reading = RouterReading(context: common, parents: parents, deadline: deadline)
        switch routers.count {
        case 0:
            return try await deliver(SliceGroup(slices: [.whole], position: [:])) == .stop ? .stopped : .complete
        case 1:
            let reading = try self.reading(reading, at: 0, behind: nil, start)
            return try await routers[0].groups(reading, from: start.position) { (group) async throws(Failure) in
                let slices = group.parts.map { slice($0, cursorKey: dateRangePlace == nil ? nil : "") }
                return try await deliver(group.with(slices, at: group.position))
            }
        default:
            return try await product(reading, start, deliver)
        }
    }

    private func product(
        _ reading: RouterReading, _ start: SlicingStart, _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var positions: [JSONObject]?
        if let position = start.position {
            guard let known = ProductPosition.positions(in: position, routers: routers.count) else {
                return unknownPosition
            }
            positions = known
        }
        var gathering = SliceGathering(enough: Self.gathered)
        let end = try await groups(
            at: 0, behind: nil, cursorKey: nil, outer: [], from: positions, reading, start,
            noting: { gathering.note($0) }
        ) { (group) async throws(Failure) in
            guard let group = gathering.add(group) else { return .proceed }
            return try await deliver(group)
        }
        var last: SliceGroup?
        switch end {
        case .stopped, .stalePosition: return end
        // What was left out behind the last group comes again when the reading goes on there.
        case .outOfTime: last = gathering.rest
        case .complete: last = gathering.rest ?? gathering.errors(from: start.position)
        }
        guard let last else { return end }
        return try await deliver(last) == .stop ? .stopped : end
    }

    /// The groups of slices that the routers from a place on make with the part of those before it.
    private func groups(
        at place: Int, behind part: SlicePart?, cursorKey: String?, outer: [JSONObject], from positions: [JSONObject]?,
        _ reading: RouterReading, _ start: SlicingStart, noting note: (PartGroup) -> Void,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let key = place == dateRangePlace ? SliceID.text(of: part?.identity ?? [:]) : cursorKey
        let own = try self.reading(reading, at: place, behind: part, start)
        if place == routers.count - 1 {
            return try await routers[place].groups(own, from: positions?.last) { (group) async throws(Failure) in
                let slices = group.parts.map { slice(part?.combined(with: $0) ?? $0, cursorKey: key) }
                let position = ProductPosition.position(of: outer, and: group.position)
                return try await deliver(group.with(slices, at: position))
            }
        }
        var resumed = positions
        var resumedOuter: ProductPosition.Outer?
        if let positions {
            guard let outer = ProductPosition.Outer(positions[place]) else { return unknownPosition }
            resumedOuter = outer
        }
        var interruption: ReadingEnd?
        let end = try await routers[place].groups(own, from: resumedOuter?.group) { (group) async throws(Failure) in
            note(group)
            var index = 0
            if let outer = resumedOuter {
                resumedOuter = nil
                guard let place = outer.index(in: group.parts) else {
                    interruption = unknownPosition
                    return .stop
                }
                index = place
            }
            while index < group.parts.count {
                let inner = group.parts[index]
                let end = try await groups(
                    at: place + 1, behind: part?.combined(with: inner) ?? inner, cursorKey: key,
                    outer: outer + [ProductPosition.Outer(group: group.position, part: inner).json], from: resumed,
                    reading, start, noting: note, deliver)
                resumed = nil
                guard end == .complete else {
                    interruption = end
                    return .stop
                }
                index += 1
            }
            return .proceed
        }
        return interruption ?? end
    }

    /// What the router at a place works with, behind the part that the routers before it made.
    private func reading(
        _ reading: RouterReading, at place: Int, behind part: SlicePart?, _ start: SlicingStart
    ) throws(Failure) -> RouterReading {
        var own = reading
        if let part { own.context[.partition] = .value(.object(part.values)) }
        if routers[place].usesCursor {
            let cursor = start.cursors(SliceID.text(of: part?.identity ?? [:]))
            own.context[.state] = try state(cursor, own.context)
        }
        return own
    }

    private var unknownPosition: ReadingEnd { .unknownPosition(of: "the product of several partitions") }

    private func slice(_ part: SlicePart, cursorKey: String?) -> Slice {
        let id = SliceID.text(of: part.identity)
        return Slice(
            id: id, values: part.values, cursorKey: cursorKey ?? id, reaches: isIncremental ? part.reaches : nil)
    }
}

extension PartGroup {
    /// The group of the slices that these parts make.
    fileprivate func with(_ slices: [Slice], at position: JSONObject) -> SliceGroup {
        var group = SliceGroup(slices: slices, position: position)
        group.errorCount = errorCount
        group.notes = notes
        return group
    }
}
