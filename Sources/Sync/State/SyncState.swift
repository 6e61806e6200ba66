package import Connector
package import JSON

/// What a run begins with and leaves behind: how far each stream of a connector was read. Version 1 looks like this:
///
///     {"version": 1, "connector": "stripe",
///      "sync": {"id": "01J…", "started_at": "…", "generation": 2, "completed": ["products"]},
///      "streams": {
///        "customers": {"cursor": 1733011200, "boundary": ["…"], "position": {"token": "cus_9"}, "pending": 1733097600},
///        "commits": {"partitions": {"42": {"cursor": "…"}}, "slices": {"position": {…}, "done": ["43"]}}}}
///
/// `sync` is there while a sync is unfinished. Members that are unknown here are kept as they are.
package struct SyncState: Hashable, Sendable {
    package var sync: SyncIdentity?
    /// The states of streams, also of those that a run does not concern.
    package var streams: [String: StreamState] = [:]
    private var others: JSONObject = [:]

    /// Nothing was read.
    package init() {}

    private static let version: Int64 = 1
    private static let memberNames: Set<String> = ["version", "connector", "sync", "streams"]

    /// Reads a state: of version 1, a plain `{"streams": {…}}`, the same inside a STATE message, or streams by their
    /// names alone, as other programs have them.
    ///
    /// Without a state, nothing was read. Throws a failure that names the place when it is none, or another connector's.
    package init(_ value: JSONValue?, of connector: String, from source: String) throws(Failure) {
        guard let value else { return }
        do throws(StateFault) {
            self = try Self.read(value, of: connector)
        } catch {
            throw Failure(
                .config, "\(source): this state cannot be used: \(error.reason)",
                hint: "give the state of an earlier run of this connector, or none to begin anew")
        }
    }

    private static func read(_ value: JSONValue, of connector: String) throws(StateFault) -> SyncState {
        var state = SyncState()
        guard case .object(var object) = value else { throw StateFault("it must be an object") }
        if object["type"]?.string == "STATE", case .object(let inner) = object["state"] { object = inner }
        if let version = object["version"], version != .integer(Self.version) {
            throw StateFault("version \(version) is not known here, only version \(Self.version)")
        }
        if let owner = object["connector"], owner != .string(connector) {
            throw StateFault("it belongs to the connector \(owner.string ?? owner.description), not to \(connector)")
        }
        let streams = try streams(in: object)
        for member in object where object["streams"] != nil && !memberNames.contains(member.key) {
            state.others[member.key] = member.value
        }
        for stream in streams {
            do throws(StateFault) {
                state.streams[stream.key] = try StreamState(stream.value)
            } catch {
                throw StateFault("stream \(stream.key): \(error.reason)")
            }
        }
        if let sync = object["sync"], !sync.isNull { state.sync = try SyncIdentity(sync) }
        return state
    }

    private static func streams(in object: JSONObject) throws(StateFault) -> JSONObject {
        if let streams = object["streams"] {
            guard let members = streams.object else { throw StateFault("`streams` must be an object") }
            return members
        }
        if object.contains(where: { memberNames.contains($0.key) }) { return [:] }
        guard object.allSatisfy({ $0.value.object != nil }) else {
            throw StateFault("there is no `streams` in it")
        }
        return object
    }

    /// The state as version 1 has it.
    package func json(of connector: String) -> JSONValue {
        var object: JSONObject = ["version": .integer(Self.version), "connector": .string(connector)]
        object["sync"] = sync.map { .object($0.json) }
        for member in others { object[member.key] = member.value }
        var members = JSONObject()
        for (name, state) in streams.sorted(by: { $0.key < $1.key }) where !state.isEmpty {
            members[name] = .object(state.json)
        }
        object["streams"] = .object(members)
        return .object(object)
    }
}
