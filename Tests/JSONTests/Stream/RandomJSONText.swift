import TestSupport

/// Writes random JSON texts, spelled in every way the grammar allows.
struct RandomJSONText {
    var random: SeededRandom
    private(set) var text = ""

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// A document with an array of random elements at `path`, and traps around it: members of the same name at other
    /// places, and brackets, quotes and names inside strings.
    mutating func document(path: [String]) -> String {
        text = ""
        space()
        target(path[...])
        space()
        return text
    }

    /// A value of JSON Lines, on one line.
    mutating func line() -> String {
        text = ""
        value(depth: 3)
        return String(text.map { $0 == "\n" || $0 == "\r\n" || $0 == "\r" ? " " : $0 })
    }

    private mutating func target(_ path: ArraySlice<String>) {
        guard let name = path.first else { return list { $0.value(depth: 3) } }
        let members = random.below(4)
        let place = random.below(members + 1)
        text += "{"
        space()
        for index in 0...members {
            if index > 0 { text += "," }
            space()
            text += index == place ? "\"\(spelled(name))\"" : "\"other\(index)\""
            space()
            text += ":"
            space()
            if index == place { target(path.dropFirst()) } else { value(depth: 2) }
            space()
        }
        text += "}"
    }

    private mutating func value(depth: Int) {
        switch random.below(depth > 0 ? 9 : 6) {
        case 0: text += random.pick(["null", "true", "false"])
        case 1: text += random.pick(["0", "-1", "17", "9007199254740993", "18446744073709551615", "1e400"])
        case 2: text += random.pick(["0.5", "-1.25e-3", "6E+2"])
        case 3...5: text += "\"\(random.pick(Self.strings))\""
        case 6: list { $0.value(depth: depth - 1) }
        default: object(depth: depth - 1)
        }
    }

    private mutating func list(_ element: (inout RandomJSONText) -> Void) {
        text += "["
        space()
        for index in 0..<random.below(6) {
            if index > 0 { text += "," }
            space()
            element(&self)
            space()
        }
        text += "]"
    }

    private mutating func object(depth: Int) {
        text += "{"
        space()
        for (index, key) in ["data", "a", "\\\"", "{", "items"].prefix(random.below(5)).enumerated() {
            if index > 0 { text += "," }
            space()
            text += "\"\(key)\""
            space()
            text += ":"
            space()
            value(depth: depth)
            space()
        }
        text += "}"
    }

    private mutating func space() {
        if random.once(in: 4) {
            text += random.pick([" ", "\n", "\t", "\r\n", "   ", String(repeating: " ", count: 70)])
        }
    }

    private mutating func spelled(_ name: String) -> String {
        guard random.once(in: 4) else { return name }
        return name.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static let strings = [
        "", "data", "plain text", "Zoë 東京 🐦", "\\\"", "\\\\", "\\\\\\\"", "]", "}],[{", "a,b:c",
        "\\u0041\\ud83d\\udc26", "\\/\\n",
        "\\\\\\\\\\\\\\\\", String(repeating: "long, [longer] ", count: 6),
    ]
}
