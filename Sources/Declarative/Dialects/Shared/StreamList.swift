internal import JSON
internal import Spelling
internal import YAML

/// The streams of a connector, and what must hold between them.
enum StreamList {
    /// A list of streams, each read by a dialect's format.
    static func format(of stream: Format<StreamDefinition>) -> Format<[StreamDefinition]> {
        Format(schema: ["type": "array", "items": stream.schema, "minItems": 1]) { (node, reading) in
            guard let nodes = node.sequence, !nodes.isEmpty else {
                let found = node.sequence == nil ? node.kindName : "an empty one"
                reading.complain("expected a list of streams, found \(found)", at: node.position)
                return nil
            }
            var streams: [StreamDefinition] = []
            var family = StreamFamily()
            for node in nodes {
                let definition = stream.read(node, &reading)
                family.add(node["name"]?.scalar?.text, parents: reading.takeParents())
                if let definition { streams.append(definition) }
            }
            findDuplicates(in: nodes, &reading)
            family.findMissingParents(&reading)
            family.findCircles(&reading)
            return streams
        }
    }

    /// A name that was merged in from another stream stands where that has it, so the stream itself is pointed at then.
    private static func findDuplicates(in nodes: [YAMLNode], _ reading: inout Reading) {
        var seen: [String: YAMLPosition] = [:]
        for node in nodes {
            guard let name = node["name"], let text = name.scalar?.text else { continue }
            if let first = seen[text] {
                reading.complain(
                    "a second stream is called `\(text.shortened)`; the first has its name in line \(first.line)",
                    at: name.position == first ? node.position : name.position)
            } else {
                seen[text] = name.position
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
