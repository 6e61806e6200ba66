internal import Connector
internal import Glibc
internal import JSON
internal import Sync

/// What a sync begins with, and where its state is kept.
struct GivenState {
    /// The state that was given; nil for a first sync.
    var value: JSONValue?
    /// What messages call it.
    var source: String
    var file: StateFile?
}

extension GivenState {
    /// What a sync of a connector begins with.
    func sync(of connector: String) throws(Failure) -> SyncState {
        guard let value else { return SyncState() }
        return try SyncState(value, of: connector, from: source)
    }
}

extension Command.Option {
    /// `--state`, a file.
    static let state = Command.Option(
        "state", short: "s", value: "FILE", help: "The state, a JSON file: read if it exists, and written")
    /// `--state-json`, the state itself.
    static let stateJSON = Command.Option("state-json", value: "JSON", help: "The state to begin with, as JSON")
}

extension Arguments {
    /// The state of `--state` or `--state-json`. Throws also when the file is damaged or cannot be written later.
    func state() throws(Failure) -> GivenState {
        switch (self["state"], self["state-json"]) {
        case (nil, nil): return GivenState(source: "the state")
        case (let path?, nil):
            let file = StateFile(path)
            let value = try file.load()
            try checkFolder(of: path)
            return GivenState(value: value, source: path, file: file)
        case (nil, let text?):
            return GivenState(
                value: try JSONValue.parse(PaddedBytes(text), from: "--state-json"), source: "--state-json")
        case (.some, .some): throw Failure(.config, "give `--state` or `--state-json`, not both")
        }
    }

    /// A folder that does not take the state is better known before anything is read.
    private func checkFolder(of path: String) throws(Failure) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if access(folder, W_OK | X_OK) == 0 { return }
        throw Failure(.config, "cannot write the state to \(path): \(String(cString: strerror(errno)))")
    }
}
