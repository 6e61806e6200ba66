internal import Connector
internal import JSON

/// Positions in a product of routers: one for each router, in order.
///
///     {"routers": [{"group": {…}, "part": "eu"}, {…}]}
///
/// The last is the position of a group. The others name one part: the position of its group, and what it is called. Its
/// number would not do, since parents come and go.
enum ProductPosition {
    private static let key = "routers"

    /// Which part of a router is being multiplied.
    struct Outer: Hashable {
        var group: JSONObject
        /// The name of the part.
        var part: String

        init(group: JSONObject, part: SlicePart) {
            self.group = group
            self.part = SliceID.text(of: part.identity)
        }

        init?(_ json: JSONObject) {
            guard let group = json["group"]?.object, let part = json["part"]?.string else { return nil }
            self.group = group
            self.part = part
        }

        var json: JSONObject { ["group": .object(group), "part": .string(part)] }

        /// Where among a group's parts this one is; nil when it is gone.
        func index(in parts: [SlicePart]) -> Int? {
            parts.firstIndex { SliceID.text(of: $0.identity).utf8.elementsEqual(part.utf8) }
        }
    }

    static func position(of outer: [JSONObject], and last: JSONObject) -> JSONObject {
        [key: .array((outer + [last]).map { .object($0) })]
    }

    /// The routers' own positions; nil when these are not the positions of so many routers.
    static func positions(in position: JSONObject, routers count: Int) -> [JSONObject]? {
        let positions = position[key]?.array?.compactMap(\.object) ?? []
        return positions.count == count ? positions : nil
    }
}

/// Makes larger groups of the small ones that a product of routers often has, so that there is enough to read side by
/// side.
struct SliceGathering {
    private let enough: Int
    /// What was added and not yet handed on.
    private(set) var rest: SliceGroup?
    private var groupCount = 0
    /// What was left out before the next group.
    private var errorCount = 0
    private var notes: [String] = []
    private var position: JSONObject?

    init(enough: Int) {
        self.enough = enough
    }

    /// Takes note of what was left out where parts of a router before the last come from.
    mutating func note(_ group: PartGroup) {
        if rest == nil {
            errorCount += group.errorCount
            notes += group.notes
        } else {
            rest?.errorCount += group.errorCount
            rest?.notes += group.notes
        }
    }

    /// A group without slices for what was left out behind the last one, at the place of that; nil when that is nothing.
    func errors(from start: JSONObject?) -> SliceGroup? {
        if errorCount == 0, notes.isEmpty { return nil }
        var group = SliceGroup(slices: [], position: position ?? start ?? [:])
        group.errorCount = errorCount
        group.notes = notes
        return group
    }

    /// Adds a group; yields what has gathered when it is enough.
    mutating func add(_ group: SliceGroup) -> SliceGroup? {
        groupCount += 1
        if rest == nil {
            rest = group
            rest?.errorCount += errorCount
            rest?.notes += notes
            (errorCount, notes) = (0, [])
        } else {
            rest?.slices += group.slices
            rest?.errorCount += group.errorCount
            rest?.notes += group.notes
        }
        position = rest?.position
        guard let gathered = rest, gathered.slices.count >= enough || groupCount >= enough else { return nil }
        rest = nil
        groupCount = 0
        return gathered
    }
}
