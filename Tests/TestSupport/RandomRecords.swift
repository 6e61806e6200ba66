/// Records of a random shape: every record of one generator has fields of the same kinds, some of them missing or null, and
/// now and then one of another kind.
public struct RandomRecords {
    private indirect enum Shape {
        case boolean, integer, anyInteger, wideInteger, double, string, timestamp, date, mixed
        case list(Shape)
        case object([(key: String, shape: Shape)])
    }

    private var random: SeededRandom
    private let shape: Shape
    /// One value in so many is of another kind.
    private let oddity: Int

    public init(_ random: inout SeededRandom, oddity: Int = 40) {
        self.random = SeededRandom(seed: random.next())
        self.oddity = oddity
        shape = Self.object(&self.random, depth: 0)
    }

    private static func object(_ random: inout SeededRandom, depth: Int) -> Shape {
        let keys = ["id", "name", "é", "a b", "total", "with \\\"quote\\\"", "x", "王", "longer_than_twelve_bytes", ""]
        let count = depth == 0 ? 1 + random.below(8) : random.below(5)
        return .object(keys.shuffled(using: &random)[..<count].map { ($0, shape(&random, depth: depth + 1)) })
    }

    private static func shape(_ random: inout SeededRandom, depth: Int) -> Shape {
        switch random.below(depth < 4 ? 13 : 9) {
        case 0: .boolean
        case 1: .integer
        case 2: .anyInteger
        case 3: .wideInteger
        case 4: .double
        case 5: .string
        case 6: .timestamp
        case 7: .date
        case 8: .mixed
        case 9, 10: .list(shape(&random, depth: depth + 1))
        default: object(&random, depth: depth)
        }
    }

    /// The text of the next record.
    public mutating func record() -> String {
        guard case .object(let members) = shape else { return "{}" }
        return object(members)
    }

    private mutating func object(_ members: [(key: String, shape: Shape)]) -> String {
        let order = random.once(in: 8) ? members.shuffled(using: &random) : members
        let texts = order.compactMap { member -> String? in
            random.once(in: 10) ? nil : "\"\(member.key)\": \(value(member.shape))"
        }
        return "{" + texts.joined(separator: ", ") + "}"
    }

    private mutating func value(_ shape: Shape) -> String {
        if random.once(in: 12) { return "null" }
        if random.once(in: oddity) { return scalar(random.below(8)) }
        switch shape {
        case .boolean: return scalar(0)
        case .integer: return scalar(1)
        case .anyInteger: return scalar(2)
        case .wideInteger: return scalar(3)
        case .double: return scalar(4)
        case .string: return scalar(5)
        case .timestamp: return scalar(6)
        case .date: return scalar(7)
        case .mixed: return random.once(in: 5) ? "{\"a\": [1, \(scalar(2))], \"b\": {}}" : scalar(random.below(8))
        case .list(let element):
            let count = random.once(in: 3) ? 0 : random.below(5)
            return "[" + (0..<count).map { _ in value(element) }.joined(separator: ", ") + "]"
        case .object(let members): return object(members)
        }
    }

    private mutating func scalar(_ kind: Int) -> String {
        switch kind {
        case 0: return random.once(in: 2) ? "true" : "false"
        case 1: return String(random.below(2_000_000) - 1_000_000)
        case 2: return String(random.pick([Int64(bitPattern: random.next()), .max, .min, 0, -1]))
        case 3: return random.pick(["18446744073709551615", "-9223372036854775809", String(random.next())])
        case 4: return double()
        case 5:
            let texts = [
                "", "a", "open", "ring \\\"twice\\\"\\n", "\\u0000", "王小明 \\ud83d\\ude00",
                String(repeating: "long ", count: 20),
            ]
            return "\"\(random.pick(texts))\(random.once(in: 2) ? "" : String(random.below(1000)))\""
        case 6:
            let seconds = random.below(60)
            return
                "\"2024-0\(1 + random.below(9))-11T08:10:\(seconds < 10 ? "0" : "")\(seconds).\(100 + random.below(900))Z\""
        default: return "\"19\(10 + random.below(90))-1\(random.below(3))-2\(random.below(9))\""
        }
    }

    private mutating func double() -> String {
        switch random.below(6) {
        case 0: return "\(Double(random.below(1_000_000)) / 100)"
        case 1: return random.pick(["-0.0", "5e-324", "1.7976931348623157e308", "1e22", "0.1", "-1.5"])
        default:
            let value = Double(bitPattern: random.next())
            return value.isFinite ? "\(value)" : "0.5"
        }
    }
}
