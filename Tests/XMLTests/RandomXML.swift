import TestSupport

/// Well-formed texts with records, attributes, mixed text, comments and sections.
struct RandomXML {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func text() -> String {
        let prolog = random.pick(["", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "<!-- x -->", "\u{FEFF}"])
        return prolog + element("data", depth: 0) + random.pick(["", "\n", "<!-- y -->"])
    }

    private mutating func element(_ name: String, depth: Int) -> String {
        var text = "<" + name
        for attribute in ["id", "é", "x:y"] where random.once(in: 5) {
            text += random.pick([" ", "\n"]) + attribute + "=\"" + attributeValue() + "\""
        }
        if random.once(in: 6) { return text + "/>" }
        text += ">"
        for _ in 0..<random.below(6) {
            switch random.below(depth < 5 ? 6 : 3) {
            case 0: text += content()
            case 1: text += random.pick(["\n  ", " ", "\r\n"])
            case 2: text += random.pick(["<!-- c -->", "<?p i?>", "<![CDATA[<&]]>", ""])
            default: text += element(random.pick(["row", "row", "a", "b", "ns:c", "é"]), depth: depth + 1)
            }
        }
        return text + "</" + name + ">"
    }

    private mutating func attributeValue() -> String {
        (0..<random.below(3)).map { _ in random.pick(["v", " ", "&amp;", "é", "&#10;", "1"]) }.joined()
    }

    private mutating func content() -> String {
        (0...random.below(4)).map { _ in random.pick(["t", "€", "&lt;", "😀", " ", "\n", "&#x41;", "word"]) }.joined()
    }
}
