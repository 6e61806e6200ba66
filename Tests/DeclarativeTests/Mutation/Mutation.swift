import TestSupport

/// Small damage to a connector file, as a hand that slips does it, and worse.
struct Mutation {
    private static let words = [
        "{{ config.x }}", "{{ partition.id }}", "{{ state.cursor }}", "{{ next_page_token }}", "{{ job_id }}",
        "{{ now }}",
        "~", "[]", "{}", "0", "-1", "1.5", "99999999999", "true", "\"\"", "a b", "$[", "$..*", "P0D", "P1M", "%Q",
        "client",
        "header", "path", "body", "none", "cursor", "offset", "async_job", "parent_stream", "https://", "*x", "&x", "|",
        ">-",
    ].map { Array($0.utf8) }

    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// The text with one to three faults.
    mutating func mutated(_ text: [UInt8]) -> [UInt8] {
        if random.once(in: 4) { return withChangedBytes(text) }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        for _ in 0...random.below(2) { change(&lines) }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private mutating func withChangedBytes(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0...random.below(3) where !text.isEmpty {
            let place = random.below(text.count)
            switch random.below(4) {
            case 0: text[place] ^= UInt8(1 << random.below(8))
            case 1: text[place] = UInt8(random.below(256))
            case 2: text.remove(at: place)
            default: text.insert(random.pick(Array("{}[]:,-#&*!|>'\"%@` \n\t.$".utf8)), at: place)
            }
        }
        return text
    }

    private mutating func change(_ lines: inout [[UInt8]]) {
        guard !lines.isEmpty else { return }
        let place = random.below(lines.count)
        let other = random.below(lines.count)
        switch random.below(8) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: other)
        case 2: lines.swapAt(place, other)
        case 3: swapKeys(&lines[place], lines[other])
        case 4: lines[place].insert(contentsOf: [0x20, 0x20], at: 0)
        case 5: if lines[place].starts(with: [0x20, 0x20]) { lines[place].removeFirst(2) }
        default:
            replaceWord(in: &lines[place], with: random.once(in: 2) ? random.pick(Self.words) : word(in: lines[other]))
        }
    }

    /// Gives a line the key of another.
    private func swapKeys(_ line: inout [UInt8], _ other: [UInt8]) {
        let colon = UInt8(ascii: ":")
        guard let end = line.firstIndex(of: colon), let otherEnd = other.firstIndex(of: colon) else { return }
        let start = line.firstIndex { $0 != 0x20 } ?? 0
        line.replaceSubrange(start..<end, with: other[..<otherEnd].drop { $0 == 0x20 || $0 == UInt8(ascii: "-") })
    }

    private mutating func replaceWord(in line: inout [UInt8], with word: [UInt8]) {
        let ranges = words(of: line)
        if !ranges.isEmpty { line.replaceSubrange(random.pick(ranges), with: word) }
    }

    private mutating func word(in line: [UInt8]) -> [UInt8] {
        let ranges = words(of: line)
        return ranges.isEmpty ? [] : Array(line[random.pick(ranges)])
    }

    private func words(of line: [UInt8]) -> [Range<Int>] {
        line.split { $0 == 0x20 || $0 == 0x2C || $0 == 0x7B || $0 == 0x7D || $0 == 0x5B || $0 == 0x5D }.map {
            $0.startIndex..<$0.endIndex
        }
    }
}
