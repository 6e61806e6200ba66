/// The members of an object, in the order they were added. Keys are unique, byte for byte: unlike `String` itself, two
/// spellings of one Unicode character are two keys.
///
/// Look-up by key walks small objects and uses an index in large ones.
public struct JSONObject: Sendable {
    /// A key and its value.
    public typealias Member = (key: String, value: JSONValue)

    private static var indexedFrom: Int { 16 }

    private var keys: [String] = []
    private var values: [JSONValue] = []
    private var positions: [ExactText: Int] = [:]

    /// An object without members.
    public init() {}

    /// The number of members.
    public var count: Int { keys.count }

    /// Whether there are no members.
    public var isEmpty: Bool { keys.isEmpty }

    /// The value of a key. Setting a new key adds a member at the end, setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { values[$0] } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): values[position] = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        let key = ExactText(key)
        return positions.isEmpty ? keys.firstIndex { ExactText($0) == key } : positions[key]
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        keys.append(key)
        values.append(value)
        if !positions.isEmpty {
            positions[ExactText(key)] = keys.count - 1
        } else if keys.count == Self.indexedFrom {
            indexKeys()
        }
    }

    private mutating func remove(at position: Int) {
        keys.remove(at: position)
        values.remove(at: position)
        if !positions.isEmpty { indexKeys() }
    }

    private mutating func indexKeys() {
        positions = Dictionary(uniqueKeysWithValues: zip(keys.map(ExactText.init), keys.indices))
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { keys.count }
    public subscript(position: Int) -> Member { (keys[position], values[position]) }
}

extension JSONObject: Hashable {
    /// The order of members does not matter.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        var combined = 0
        for member in self {
            var part = Hasher()
            part.combine(ExactText(member.key))
            part.combine(member.value)
            combined ^= part.finalize()
        }
        hasher.combine(combined)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// A key that stands twice keeps its last value.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        for (key, value) in members { self[key] = value }
    }
}
