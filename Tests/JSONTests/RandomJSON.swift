import JSON
import TestSupport

/// Random values with everything JSON has: deep and flat, empty containers, escapes, all planes of Unicode, extreme
/// numbers.
struct RandomJSON {
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func value(depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth > 4 ? 8 : 11), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .integer(integer())
        case 3: .unsigned(UInt64.random(in: UInt64(Int64.max) + 1...UInt64.max, using: &random))
        case 4: .double(double())
        case 5: .digits(digits())
        case 6, 7: .string(text())
        case 8: .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth + 1) })
        default: .object(object(depth: depth))
        }
    }

    mutating func object(depth: Int) -> JSONObject {
        var members = JSONObject()
        for _ in 0..<Int.random(in: 0..<(depth == 0 ? 40 : 8), using: &random) {
            members[text()] = value(depth: depth + 1)
        }
        return members
    }

    mutating func integer() -> Int64 {
        let magnitude = Int64.random(in: Int64.min...Int64.max, using: &random)
        return magnitude >> Int64.random(in: 0..<64, using: &random)
    }

    mutating func double() -> Double {
        let value = Double(bitPattern: random.next())
        return value.isFinite ? value : Double(integer()) / 100
    }

    mutating func digits() -> String {
        let figures = (0..<Int.random(in: 21..<60, using: &random)).map { _ in
            String(Int.random(in: 1...9, using: &random))
        }
        return (Bool.random(using: &random) ? "-" : "") + figures.joined()
    }

    mutating func text() -> String {
        let samples = [
            "", "id", "a\"b", "back\\slash", "line\nbreak", "tab\t", "\u{0}", "\u{1F}", "é", "e\u{301}", "王", "🙂", "/",
        ]
        let parts = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
            samples.randomElement(using: &random) ?? ""
        }
        return parts.joined() + String(Int.random(in: 0..<1000, using: &random))
    }
}
