internal import JSON
internal import Spelling
internal import YAML

/// The streams of a connector, and what must hold between them.
enum StreamList {
    /// A list of streams, each read by a dialect's format.
    static func format(of stream: Format<StreamDefinition>) -> Format<[StreamDefinition]> {
        Format(schema: ["type": "array", "items": stream.schema, "minItems": 1]) { (node, reading) in
            guard let nodes = node.sequence, !nodes.isEmpty else {
                reading.complain("expected a list of streams, found \(node.kindName)", at: node.position)
                return nil
            }
            let placed = nodes.compactMap { node in
                stream.read(node, &reading).map { PlacedStream(stream: $0, node: node) }
            }
            findDuplicates(in: nodes, &reading)
            let declared = Set(nodes.compactMap { $0["name"]?.scalar?.text })
            findMissingParents(in: placed, declared, &reading)
            findCircles(in: placed, &reading)
            return placed.map(\.stream)
        }
    }

    private struct PlacedStream {
        var stream: StreamDefinition
        var node: YAMLNode

        var parents: [String] {
            stream.partitions.compactMap { if case .parent(let parent) = $0 { parent.stream } else { nil } }
        }

        /// Where the stream names its parent.
        var parentPosition: YAMLPosition { node["partition"]?.position ?? node.position }
    }

    private static func findDuplicates(in nodes: [YAMLNode], _ reading: inout Reading) {
        var seen: [String: YAMLPosition] = [:]
        for name in nodes.compactMap({ $0["name"] }) {
            guard let text = name.scalar?.text else { continue }
            if let first = seen[text] {
                reading.complain(
                    "a second stream is called `\(text.shortened)`; the first stands in line \(first.line)",
                    at: name.position)
            } else {
                seen[text] = name.position
            }
        }
    }

    private static func findMissingParents(
        in streams: [PlacedStream], _ declared: Set<String>, _ reading: inout Reading
    ) {
        for placed in streams {
            for parent in placed.parents where !declared.contains(parent) {
                reading.complain(
                    unknown: "parent stream", parent, among: declared.sorted(), at: placed.parentPosition)
            }
        }
    }

    /// Follows each stream's parents; a stream that meets itself again is in a circle.
    private static func findCircles(in streams: [PlacedStream], _ reading: inout Reading) {
        let parents = Dictionary(streams.map { ($0.stream.name, $0.parents) }) { first, _ in first }
        for placed in streams {
            var visited: Set<String> = []
            var waiting = placed.parents
            while let parent = waiting.popLast() {
                if parent == placed.stream.name {
                    reading.complain(
                        "`\(parent)` is its own ancestor: a stream's parents must not lead back to it",
                        at: placed.parentPosition)
                    break
                }
                if visited.insert(parent).inserted { waiting += parents[parent] ?? [] }
            }
        }
    }
}

/// What a file says once for all streams.
struct CommonParts: Sendable {
    var headers: [TemplatedField]
    var parameters: [TemplatedField]
}

extension StreamDefinition {
    /// The stream with what is common to all; what the stream says itself counts.
    func adding(_ common: CommonParts) -> StreamDefinition {
        var stream = self
        stream.request.headers.addMissingHeaders(common.headers)
        stream.request.parameters.addMissing(common.parameters) { $0 == $1 }
        for index in partitions.indices {
            guard case .asyncJob(var job) = partitions[index] else { continue }
            job.creation.headers.addMissingHeaders(common.headers)
            job.polling.request.headers.addMissingHeaders(common.headers)
            stream.partitions[index] = .asyncJob(job)
        }
        return stream
    }
}

extension [TemplatedField] {
    /// Puts in front the headers whose names, in any case, are not yet there.
    mutating func addMissingHeaders(_ others: [TemplatedField]) {
        addMissing(others) { $0.lowercased() == $1.lowercased() }
    }

    fileprivate mutating func addMissing(_ others: [TemplatedField], isSame: (String, String) -> Bool) {
        let missing = others.filter { other in !contains { isSame($0.name, other.name) } }
        insert(contentsOf: missing, at: 0)
    }
}
