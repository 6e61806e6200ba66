internal import Connector
internal import DateTime
internal import JSON
internal import Spelling

/// A case of `curlew test`: a configuration, what a source answers, and which records must come of it.
///
///     {"config": {"api_key": "…"},
///      "streams": ["customers"],                   default: those with expected records
///      "state": {"streams": {…}},                  default: none
///      "max_records": 10,                          default: all
///      "now": "2024-12-31T00:00:00Z",              what templates call now; default: the moment
///      "exchanges": [{"request": {…}, "response": {…}}],
///      "records": {"customers": [{…}]},
///      "final_state": {"customers": {…}}}          `streams` of the state at the end; default: not looked at
struct RehearsalCase: Sendable {
    var path: String
    var configuration: JSONValue = [:]
    var streams: [String]?
    var state: JSONValue?
    var maximumRecords: Int?
    var now: Timestamp?
    /// The expected records of each stream; nil where the file has none yet.
    var records: JSONObject?
    var finalState: JSONValue?
    /// The whole file.
    var file: JSONObject = [:]

    /// The file's name without its folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The streams to read.
    var selectedStreams: [String]? { streams ?? records.map { $0.map(\.key) } }
}

extension RehearsalCase {
    private static let memberNames = [
        "config", "streams", "state", "max_records", "now", "exchanges", "records", "final_state",
    ]

    /// Reads a case; throws a failure that names the file and member when it is none.
    init(_ value: JSONValue, path: String) throws(Failure) {
        self.path = path
        guard case .object(let members) = value else { throw Failure(.config, "\(path): a case is an object") }
        file = members
        for member in members where !Self.memberNames.contains(member.key) {
            guard let near = nearestName(to: member.key, among: Self.memberNames) else { continue }
            throw Failure(.config, "\(path): unknown member `\(member.key.shortened)`; did you mean `\(near)`?")
        }
        func member<Value>(
            _ name: String, _ expected: String, _ read: (JSONValue) -> Value?
        ) throws(Failure) -> Value? {
            guard let value = members[name], !value.isNull else { return nil }
            guard let value = read(value) else { throw Failure(.config, "\(path): `\(name)` must be \(expected)") }
            return value
        }
        configuration = try member("config", "an object") { $0.object == nil ? nil : $0 } ?? [:]
        streams = try member("streams", "a list of names") { $0.names }
        state = try member("state", "an object") { $0.object == nil ? nil : $0 }
        maximumRecords = try member("max_records", "a whole number of records, 0 or more") {
            $0.int64.flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
        }
        now = try member("now", "a moment such as 2024-12-31T00:00:00Z") {
            $0.string.flatMap { Timestamp(iso8601: $0) }
        }
        records = try member("records", "an object with a list of records for each stream") { $0.recordLists }
        finalState = try member("final_state", "an object") { $0.object == nil ? nil : $0 }
        if members["exchanges"]?.array == nil {
            throw Failure(.config, "\(path): `exchanges` is missing: what does the source answer?")
        }
    }
}

extension JSONValue {
    fileprivate var names: [String]? {
        guard let elements = array else { return nil }
        let names = elements.compactMap(\.string)
        return names.count == elements.count ? names : nil
    }

    fileprivate var recordLists: JSONObject? {
        guard let members = object, members.allSatisfy({ $0.value.array != nil }) else { return nil }
        return members
    }
}
