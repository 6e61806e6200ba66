internal import Connector
internal import JSON

/// A source whose API this process serves. Positions that a state kept may hold addresses at the server of an earlier process;
/// the API has them at the present one.
struct ServedSource: Source {
    private let source: any Source
    /// There as long as the source is.
    private let server: DemoServer

    init(_ source: any Source, from server: DemoServer) {
        self.source = source
        self.server = server
    }

    var name: String { source.name }

    func streams(until deadline: Deadline) async throws(Failure) -> [StreamDescriptor] {
        try await source.streams(until: deadline)
    }

    func check(until deadline: Deadline) async throws(Failure) { try await source.check(until: deadline) }

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var start = start
        start.position = start.position.map(moved)
        return try await source.slices(of: stream, from: start, until: deadline, deliver)
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var start = start
        start.position.place = moved(start.position.place)
        return try await source.pages(of: slice, in: stream, from: start, until: deadline, deliver)
    }

    private func moved(_ place: JSONObject) -> JSONObject {
        var place = place
        for member in place { place[member.key] = moved(member.value) }
        return place
    }

    private func moved(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(moved(text))
        case .object(let members): .object(moved(members))
        case .array(let elements): .array(elements.map { moved($0) })
        default: value
        }
    }

    private func moved(_ text: String) -> String {
        let beginning = "http://127.0.0.1:"
        guard text.hasPrefix(beginning) else { return text }
        return server.origin + text.dropFirst(beginning.utf8.count).drop { $0 != "/" }
    }
}
