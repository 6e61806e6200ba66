internal import Connector
internal import JSON

/// One part for each record of another stream, or for some of them together. A group is a page of that stream.
///
/// Values that came before are dropped, as far back as `SeenValues` remembers; a reading that goes on at a position knows
/// only what came after it.
struct ParentRouter: Router {
    private let stream: String
    private let projection: ParentProjection

    init(_ parent: PartitionRouter.ParentStream) {
        stream = parent.stream
        projection = ParentProjection(parent)
    }

    var usesCursor: Bool { false }

    func groups(
        _ reading: RouterReading, from position: JSONObject?,
        _ deliver: (PartGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var resumed: ParentPosition?
        if let position {
            guard let known = ParentPosition(position) else { return unknownPosition }
            resumed = known
        }
        var seen = SeenValues()
        var interruption: ReadingEnd?
        let end = try await reading.parents.slices(
            ofParent: stream, from: resumed?.group, until: reading.deadline
        ) { (group) async throws(Failure) in
            var slices = group.slices[...]
            if let resumed {
                guard let index = slices.firstIndex(where: { $0.id.utf8.elementsEqual(resumed.slice.utf8) }) else {
                    interruption = unknownPosition
                    return .stop
                }
                slices = slices[index...]
            }
            for slice in slices {
                let end = try await reading.parents.pages(
                    of: slice, inParent: stream, from: resumed?.page ?? .start, until: reading.deadline
                ) { (page) async throws(Failure) in
                    let values = projection.values(of: page.records)
                    let known = resumed.map { $0.known } ?? KnownValues(values) { !seen.insert($0.id) }
                    if resumed != nil { for value in values { _ = seen.insert(value.id) } }
                    resumed = nil
                    let position = ParentPosition(
                        group: group.position, slice: slice.id, page: page.start, known: known)
                    return try await deliver(
                        PartGroup(
                            parts: projection.parts(of: known.remove(from: values)), position: position.json,
                            errorCount: page.errorCount, notes: page.notes))
                }
                guard end == .complete else {
                    interruption = end
                    return .stop
                }
                resumed = nil
            }
            return .proceed
        }
        return interruption ?? end
    }

    private var unknownPosition: ReadingEnd { .unknownPosition(of: "the parent stream `\(stream)`") }
}
