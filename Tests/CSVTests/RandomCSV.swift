import TestSupport

/// Texts of rows with all kinds of fields, quoted where they must be and sometimes where they need not.
struct RandomCSV {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func text(columns: Int, rows: Int) -> String {
        var text = ""
        for _ in 0..<rows {
            let end = random.pick(["\n", "\n", "\r\n", "\r"])
            text += (0..<columns).map { field(isFirst: $0 == 0 && columns == 1) }.joined(separator: ",") + end
            if random.once(in: 10) { text += random.pick(["\n", "\r\n"]) }
        }
        return text
    }

    private mutating func field(isFirst: Bool) -> String {
        if random.once(in: 6), !isFirst { return random.pick(["", "", "\"\""]) }
        if random.once(in: 12) { return random.pick(["5\" pipe", "a\"\"b", " \"x", "x\"\"", "it's"]) }
        let pieces = ["a", "bc", "é", "😀", "\"", ",", "\n", "\r\n", "\r", " ", ";", "word ", "\\", "\t", "0", "€uro"]
        var text = ""
        for _ in 0...random.below(random.once(in: 20) ? 60 : 5) { text += random.pick(pieces) }
        let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard needsQuotes || random.once(in: 3) else { return text }
        // Scalars, since a Character may hold both of CR LF or a quote and what follows it.
        let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return "\"" + doubled + "\""
    }
}
