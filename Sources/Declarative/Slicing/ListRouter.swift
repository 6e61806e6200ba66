internal import Connector
internal import JSON
internal import Templates

/// One part for each value of a list.
struct ListRouter: Router {
    private let field: String
    private let stream: String
    private let values: BoundValue

    init(_ field: String, _ values: TemplatedValue, of stream: String, common: TemplateContext) {
        self.field = field
        self.stream = stream
        self.values = BoundValue(values, common)
    }

    var usesCursor: Bool { false }

    func groups(
        _ reading: RouterReading, from position: JSONObject?,
        _ deliver: (PartGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let list = try distinctValues(in: reading.context)
        var index = 0
        if let position {
            guard let place = ListPosition(position), place.isIn(list, of: field) else {
                return .unknownPosition(of: "`\(field)`")
            }
            index = place.index
        }
        while index < list.count {
            let values = list[index..<min(index + PartGroup.size, list.count)]
            let group = PartGroup(
                parts: values.map { SlicePart([field: $0]) },
                position: ListPosition(index: index, value: SliceID.text(of: [field: list[index]])).json)
            if try await deliver(group) == .stop { return .stopped }
            index += values.count
        }
        return .complete
    }

    private func distinctValues(in context: TemplateContext) throws(Failure) -> [JSONValue] {
        let value: JSONValue?
        do throws(RenderingFault) {
            value = try values.value(in: context, of: "values of `\(field)`")
        } catch {
            throw error.failure(in: "stream `\(stream)`")
        }
        guard let list = value?.array else {
            let found = value.map { $0.isNull ? "null" : "something else" } ?? "nothing"
            throw Failure(.config, "stream `\(stream)`, values of `\(field)`: expected a list, found \(found)")
        }
        var known: Set<String> = []
        return list.filter { !$0.isNull && known.insert(SliceID.text(of: [field: $0])).inserted }
    }
}

/// A place in a list, and what stood there, so that another list is not taken for it.
private struct ListPosition {
    var index: Int
    var value: String

    init(index: Int, value: String) {
        self.index = index
        self.value = value
    }

    init?(_ json: JSONObject) {
        guard let index = json["index"]?.int64, let index = Int(exactly: index), let value = json["value"]?.string
        else { return nil }
        self.init(index: index, value: value)
    }

    var json: JSONObject { ["index": .integer(Int64(index)), "value": .string(value)] }

    func isIn(_ list: [JSONValue], of field: String) -> Bool {
        list.indices.contains(index) && SliceID.text(of: [field: list[index]]).utf8.elementsEqual(value.utf8)
    }
}
