package import Connector
package import JSON

/// The shards that a sync was divided into, as they are written down: for each what makes its event out of the others'.
///
///     [{"state": "s3://bucket/raw/_curlew/01J…-1/1s0.json", "streams": ["commits"]}, …]
///
/// It is what a map of a state machine goes through.
package struct ShardPlan {
    /// A plan of so many shards is smaller.
    private static let largest = 64 << 20

    package var items: [Item]

    package struct Item {
        /// Where the state of the shard is.
        var state: String
        package var streams: [String]

        var json: JSONValue { ["state": .string(state), "streams": .array(streams.map { .string($0) })] }

        /// The name of the shard.
        var name: String {
            let name = state.split(separator: "/").last ?? ""
            return String(name.hasSuffix(".json") ? name.dropLast(5) : name)
        }
    }

    init(_ items: [Item]) {
        self.items = items
    }

    /// The plan that is written down at a URL or path.
    package init(at reference: String, in places: any Places) async throws(Failure) {
        guard let text = try await places.contents(of: reference, limit: Self.largest) else {
            throw Failure(.config, "there is no plan at \(reference)")
        }
        let value = try JSONValue.parse(PaddedBytes(text), from: reference)
        items = []
        for element in value.array ?? [JSONValue.null] {
            guard let state = element["state"]?.string, let names = element["streams"]?.array?.map(\.string),
                !names.contains(nil)
            else {
                throw Failure(.config, "\(reference) is no plan", hint: "give `plan` what the action `plan` answered")
            }
            items.append(Item(state: state, streams: names.compactMap { $0 }))
        }
    }

    /// The events of the shards, each made of what all have in common.
    package func events(_ common: JSONObject) -> [JSONValue] {
        items.map { item in
            var event = common
            for member in item.json.object ?? [:] { event[member.key] = member.value }
            return .object(event)
        }
    }

    /// The plan as it is written down.
    var text: [UInt8] {
        var writer = JSONWriter()
        writer.value(.array(items.map(\.json)))
        writer.newline()
        return writer.bytes.withUnsafeBytes { Array($0) }
    }

    /// Where a plan is: as a URL, and where that is one of a store, as a state machine asks for it.
    static func place(_ url: String) -> JSONValue {
        var place: JSONObject = ["url": .string(url)]
        let words = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        if words.count == 4, words[0].hasSuffix(":"), words[1].isEmpty {
            place["bucket"] = .string(String(words[2]))
            place["key"] = .string(String(words[3]))
        }
        return .object(place)
    }
}
