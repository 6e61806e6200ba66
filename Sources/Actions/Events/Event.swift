internal import Connector
package import JSON

/// What somebody asks the function to do: the contents of a Lambda event, or the body of an HTTP request.
package struct Event: Sendable {
    /// What can be asked for.
    package enum Action: String, CaseIterable, Sendable {
        case sync, check, discover, streams, spec, plan, merge
    }

    /// The connector: by name, path or URL, or its definition.
    package enum ConnectorReference: Hashable, Sendable {
        case reference(String)
        case definition(JSONObject)
    }

    /// A configuration or state: itself, or where it is.
    package enum Source: Hashable, Sendable {
        case value(JSONObject)
        case reference(String)
    }

    /// How much time an action takes, besides what the function has.
    package struct Budget: Hashable, Sendable {
        package var maximum: Duration?
        /// What is kept free at the end.
        package var reserve: Duration?

        package init() {}

        /// When work that begins now must be over, within what the function has.
        func deadline(within whole: Deadline) -> Deadline {
            Deadline(within: whole, at: [whole.instant, maximum.map { .now + $0 }].compactMap { $0 }.min())
        }
    }

    /// What a definition in an event is called in messages. No event can name a connector so.
    static let ownDefinition = "event.connector"
    private static let defaultShards = 100

    package var action = Action.sync
    package var connector: ConnectorReference
    package var configuration: Source?
    package var streams: [String]?
    /// Whether records go to files.
    package var isParquet = false
    package var output: String?
    package var state: Source?
    package var maximumRecords: Int?
    package var budget = Budget()
    package var concurrency: Int?
    /// How many records of each stream `discover` looks at.
    package var sample = 0
    /// Into how many shards `plan` divides a sync at most.
    package var shards = defaultShards
    /// Where `plan` writes the plan, unless it is to find a place itself, and where `merge` finds it.
    package var plan: String?
    /// The division of a sync that `merge` ends, or that the state of a shard must belong to; nil for any.
    package var division: String?
    /// The members as they were given, for the event that continues a sync.
    package var members: JSONObject
}
