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

    init(enough: Int) {
        self.enough = enough
    }

    /// Adds a group; yields what has gathered when it is enough.
    mutating func add(_ group: SliceGroup) -> SliceGroup? {
        groupCount += 1
        if rest == nil {
            rest = group
        } else {
            rest?.slices += group.slices
        }
        guard let gathered = rest, gathered.slices.count >= enough || groupCount >= enough else { return nil }
        rest = nil
        groupCount = 0
        return gathered
    }
}
