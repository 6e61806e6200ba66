internal import JSON

/// The first place where two values differ.
struct JSONDifference: Hashable, Sendable {
    /// Where, from `$`, the value itself.
    var path: String
    /// What was expected there; nil for nothing.
    var expected: JSONValue?
    /// What is there; nil for nothing.
    var found: JSONValue?

    /// The first difference of two values, in the order of the expected one; nil when they are equal. Numbers are equal
    /// that have the same value, objects that have the same members.
    init?(expected: JSONValue, found: JSONValue) {
        guard let difference = Self.between(expected, found, at: "$") else { return nil }
        self = difference
    }

    private init(path: String, expected: JSONValue?, found: JSONValue?) {
        self.path = path
        self.expected = expected
        self.found = found
    }

    private static func between(_ expected: JSONValue, _ found: JSONValue, at path: String) -> JSONDifference? {
        if expected == found { return nil }
        switch (expected, found) {
        case (.object(let left), .object(let right)):
            for member in left {
                let place = path + step(member.key)
                guard let other = right[member.key] else {
                    return JSONDifference(path: place, expected: member.value, found: nil)
                }
                if let difference = between(member.value, other, at: place) { return difference }
            }
            for member in right where left[member.key] == nil {
                return JSONDifference(path: path + step(member.key), expected: nil, found: member.value)
            }
        case (.array(let left), .array(let right)):
            for (index, (one, other)) in zip(left, right).enumerated() {
                if let difference = between(one, other, at: "\(path)[\(index)]") { return difference }
            }
            let common = min(left.count, right.count)
            return JSONDifference(
                path: "\(path)[\(common)]", expected: left.dropFirst(common).first, found: right.dropFirst(common).first
            )
        default: break
        }
        return JSONDifference(path: path, expected: expected, found: found)
    }

    private static func step(_ key: String) -> String {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy { ($0 | 0x20) &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 }
        return isPlain ? ".\(key)" : "[\(JSONValue.string(key))]"
    }
}
