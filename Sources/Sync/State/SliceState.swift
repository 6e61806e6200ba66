package import Connector
internal import JSON

/// How far one slice was read: a complete scan's cursor, and where and with what an unfinished one stopped.
package struct SliceState: Hashable, Sendable {
    /// What complete scans have reached.
    package var cursor: Cursor?
    /// Where the unfinished scan goes on; nil when there is none.
    package var position: Position?
    /// What the unfinished scan has reached so far. It becomes the cursor when the scan is complete, and not before:
    /// sources rarely answer in the order of the cursor.
    package var pending: Cursor?
    /// How often the unfinished scan began again, because the source had forgotten the position.
    package var restarts = 0
    /// How many records of the unfinished scan were written, in runs that must not write more than so many.
    package var written = 0

    /// Nothing was read.
    package init(cursor: Cursor? = nil, position: Position? = nil, pending: Cursor? = nil) {
        self.cursor = cursor
        self.position = position
        self.pending = pending
    }

    /// Whether there is nothing to remember.
    package var isEmpty: Bool { self == SliceState() }
}

extension SliceState {
    /// The members that a state file has for a slice.
    static let memberNames = [
        "cursor", "boundary", "boundary_cut", "position", "pending", "pending_boundary", "pending_boundary_cut",
        "restarts", "written",
    ]

    /// Adds the slice's members to an object.
    func write(to object: inout JSONObject) {
        Self.write(cursor, as: "cursor", boundary: "boundary", to: &object)
        object["position"] = position.map { .object($0.json) }
        Self.write(pending, as: "pending", boundary: "pending_boundary", to: &object)
        if restarts > 0 { object["restarts"] = .integer(Int64(restarts)) }
        if written > 0 { object["written"] = .integer(Int64(written)) }
    }

    private static func write(_ cursor: Cursor?, as name: String, boundary: String, to object: inout JSONObject) {
        guard let cursor else { return }
        object[name] = cursor.value
        if !cursor.boundary.isEmpty { object[boundary] = .array(cursor.boundary.sorted().map { .string($0) }) }
        if cursor.isBoundaryCut { object["\(boundary)_cut"] = true }
    }

    /// Reads a slice's members; throws what is wrong, as the end of a sentence.
    init(_ object: JSONObject) throws(StateFault) {
        cursor = try Self.cursor(in: object, "cursor", boundary: "boundary")
        pending = try Self.cursor(in: object, "pending", boundary: "pending_boundary")
        position = nil
        restarts = object["restarts"]?.int64.map { Int(min(max($0, 0), 1 << 20)) } ?? 0
        written = object["written"]?.int64.map { Int(min(max($0, 0), 1 << 40)) } ?? 0
        guard let position = object["position"], !position.isNull else { return }
        guard let members = position.object, let read = Position(json: members) else {
            throw StateFault("`position` is no position")
        }
        self.position = read
    }

    private static func cursor(
        in object: JSONObject, _ name: String, boundary: String
    ) throws(StateFault) -> Cursor? {
        guard let value = object[name], !value.isNull else { return nil }
        guard value.string != nil || value.number != nil else {
            throw StateFault("`\(name)` must be a text or a number")
        }
        var cursor = Cursor(value, isBoundaryCut: object["\(boundary)_cut"]?.bool ?? false)
        if let given = object[boundary] {
            guard let elements = given.array else { throw StateFault("`\(boundary)` must be a list of texts") }
            var boundaryRecords: Set<String> = []
            for element in elements {
                guard let text = element.string else { throw StateFault("`\(boundary)` must be a list of texts") }
                boundaryRecords.insert(text)
            }
            cursor = Cursor(value, boundary: boundaryRecords, isBoundaryCut: cursor.isBoundaryCut)
        }
        return cursor
    }
}

/// What is wrong in a state, as the end of a sentence.
struct StateFault: Error {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
