internal import Actions
internal import Connector
internal import DateTime
internal import JSON
internal import Sync

/// What a sync begins with, and where its state is kept.
struct GivenState {
    /// The state that was given; nil where it is in a store, or for a first sync.
    var value: JSONValue?
    /// What messages call it.
    var source: String
    var store: (any StateStore)?

    /// Claims the state, and returns what a sync of a connector begins with. The sync will last so long at most, where that
    /// is known.
    func claim(by connector: String, for duration: Duration?) async throws(Failure) -> SyncState {
        let now = Timestamp.now()
        let end = duration.flatMap { Timestamp(unixMilliseconds: now.unixMilliseconds + $0.components.seconds * 1000) }
        let value = if let store { try await store.claim(until: end) } else { value }
        do throws(Failure) {
            return try GivenState(value: value, source: source).sync(of: connector)
        } catch {
            await store?.release()
            throw error
        }
    }

    /// What a sync of a connector begins with, where the state was given by itself.
    func sync(of connector: String) throws(Failure) -> SyncState {
        try value.map { (value) throws(Failure) in try SyncState(value, of: connector, from: source) } ?? SyncState()
    }
}

extension Command.Option {
    /// `--state`, a file.
    static let state = Command.Option(
        "state", short: "s", value: "FILE|URL",
        help: "The state, a JSON file or object: read if it exists, and written")
    /// `--state-json`, the state itself.
    static let stateJSON = Command.Option("state-json", value: "JSON", help: "The state to begin with, as JSON")
}

extension Arguments {
    /// The state of `--state` or `--state-json`. Nothing is read yet.
    func state(in places: any Places) throws(Failure) -> GivenState {
        switch (self["state"], self["state-json"]) {
        case (nil, nil): return GivenState(source: "the state")
        case (let reference?, nil): return GivenState(source: reference, store: try places.state(at: reference))
        case (nil, let text?):
            return GivenState(
                value: try JSONValue.parse(PaddedBytes(text), from: "--state-json"), source: "--state-json")
        case (.some, .some): throw Failure(.config, "give `--state` or `--state-json`, not both")
        }
    }
}
