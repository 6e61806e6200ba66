import Foundation
import TestSupport

/// A YAML example of one of the documents Curlew is compatible with.
struct ReferenceExample: Sendable, CustomStringConvertible {
    let document: ReferenceDocument
    /// The line of the document at which it begins.
    let line: Int
    let text: String

    var description: String { "\(document.rawValue):\(line)" }
}

/// The documents, which lie beside a checkout on machines that have them.
enum ReferenceDocument: String, CaseIterable, Sendable {
    case readme = "solidafy-cdk-readme.md"
    case design = "solidafy-cdk-design.md"

    var path: String { PackageFolder.sharedReference + "/" + rawValue }

    var spelling: Spelling { self == .readme ? .canonical : .design }

    static let arePresent = allCases.allSatisfy { FileManager.default.fileExists(atPath: $0.path) }

    /// All examples, blocks that list alternatives divided.
    static let examples = arePresent ? allCases.flatMap(\.examples) : []

    var examples: [ReferenceExample] {
        let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").components(separatedBy: "\n")
        var examples: [ReferenceExample] = []
        var block: (start: Int, lines: [String])?
        for (index, line) in lines.enumerated() {
            if line == "```yaml" {
                block = (index + 2, [])
            } else if line.hasPrefix("```"), let ended = block {
                examples += divide(ended.lines, from: ended.start)
                block = nil
            } else {
                block?.lines.append(line)
            }
        }
        return examples
    }

    /// Divides a block where a key at its top stands a second time, which lists one alternative after the other.
    private func divide(_ lines: [String], from start: Int) -> [ReferenceExample] {
        var parts: [(start: Int, keys: Set<Substring>, lines: [String])] = [(start, [], [])]
        for (index, line) in lines.enumerated() {
            if let key = line.topKey, !parts[parts.count - 1].keys.insert(key).inserted {
                parts.append((start + index, [key], []))
            }
            parts[parts.count - 1].lines.append(line)
        }
        return parts.flatMap { part in
            alternatives(in: part.lines).map {
                ReferenceExample(document: self, line: part.start, text: $0.joined(separator: "\n") + "\n")
            }
        }
    }

    /// The lines themselves and, for a comment `# OR: key: value`, the lines with that in place of the line before it.
    private func alternatives(in lines: [String]) -> [[String]] {
        var all = [lines]
        for (index, line) in lines.enumerated() {
            guard let mark = line.range(of: "# OR: ") else { continue }
            var other = lines
            other[index] = line.replacingOccurrences(of: "# OR: ", with: "")
            other[index - 1] =
                String(repeating: " ", count: line.distance(from: line.startIndex, to: mark.lowerBound)) + "#"
            all.append(other)
        }
        return all
    }
}

extension String {
    /// The key of a line that is not indented.
    fileprivate var topKey: Substring? {
        guard let first, first.isLetter else { return nil }
        return firstIndex(of: ":").map { self[..<$0] }
    }
}

extension ReferenceExample {
    /// The example as a connector: whatever a fragment needs around it is put there.
    var connector: String {
        let keys = Set(text.components(separatedBy: "\n").compactMap(\.topKey))
        let spelling = document.spelling
        var file = text
        if keys.isDisjoint(with: ["name", "kind"]) {
            let isTop = !keys.isDisjoint(with: ["auth", "http", "streams"])
            file = isTop ? spelling.connector(text) : spelling.connector(stream: text + missingKeys)
        }
        return file + missingParents(in: file)
    }

    /// What a fragment of a stream lacks: a request, unless an async job brings it, and the partitions it names.
    private var missingKeys: String {
        let hasRequest = text.contains("request:") || text.contains("async_job")
        let request = document == .readme ? "request: { path: /records }\n" : "endpoint: /records\n"
        let partition = "partition: { type: list, field: region, values: [eu] }\n"
        return (hasRequest ? "" : request) + (text.contains("partition.region") ? partition : "")
    }

    private func missingParents(in file: String) -> String {
        let key = document == .readme ? " stream: " : "parent_stream: "
        let parents = file.components(separatedBy: "\n").compactMap { line in
            line.range(of: key).map { String(line[$0.upperBound...]) }
        }
        return parents.filter { !file.contains("name: \($0)") }.map(document.spelling.streamItem).joined()
    }
}
