import BuiltInConnectors
import Connector

/// A small connector cut out of a larger one: its head and a stream, with the streams that this one needs.
struct ConnectorPiece: Sendable {
    let name: String
    let text: [UInt8]

    /// Pieces of all built-in connectors, and of a file in each spelling that has a bit of everything.
    static let all: [ConnectorPiece] = {
        var files = BuiltInConnectors.all.map { ($0.summary.name, String(decoding: $0.text(), as: UTF8.self)) }
        for pair in SpellingPair.all {
            files += [(pair.construct, pair.canonical), ("\(pair.construct), design spelling", pair.design)]
        }
        return files.flatMap { pieces(of: $0.0, $0.1) }
    }()

    private static func pieces(of name: String, _ text: String) -> [ConnectorPiece] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isStreams = { (line: Substring) in line.hasPrefix("streams:") }
        guard let start = lines.firstIndex(where: isStreams), lines[start] == "streams:" else {
            return [ConnectorPiece(name: name, text: Array(text.utf8))]
        }
        var streams: [[Substring]] = []
        for line in lines[(start + 1)...] {
            if line.hasPrefix("  - ") { streams.append([]) }
            if !streams.isEmpty, !line.hasPrefix("  #") { streams[streams.count - 1].append(line) }
        }
        let head = lines[...start]
        return streams.indices.map { index in
            let chosen = needed(by: index, of: streams).sorted()
            let piece = (head + chosen.flatMap { streams[$0] }).joined(separator: "\n") + "\n"
            return ConnectorPiece(name: "\(name), stream \(index + 1)", text: Array(piece.utf8))
        }
    }

    /// A stream, those with the anchors it names, its parents, and what these need.
    private static func needed(by index: Int, of streams: [[Substring]]) -> Set<Int> {
        var chosen: Set<Int> = [index]
        var waiting = [index]
        while let next = waiting.popLast() {
            let words = streams[next].flatMap(words)
            for (word, following) in zip(words, words.dropFirst() + [""]) {
                var owner: Int?
                if word.hasPrefix("*") {
                    owner = streams[...next].lastIndex {
                        $0.contains { Self.words(in: $0).contains("&" + word.dropFirst()) }
                    }
                } else if ["stream:", "parent_stream:"].contains(word) {
                    owner = streams.firstIndex { name(of: $0) == following }
                }
                if let owner, chosen.insert(owner).inserted { waiting.append(owner) }
            }
        }
        return chosen
    }

    private static func words(in line: Substring) -> [Substring] {
        line.split { " ,[]{}".contains($0) }
    }

    private static func name(of stream: [Substring]) -> Substring? {
        let starts = ["  - name: ", "    name: ", "  - { name: "]
        let line = stream.first { line in starts.contains { line.hasPrefix($0) } }
        return line.flatMap { words(in: $0).drop { $0 != "name:" }.dropFirst().first }
    }
}
