internal import Connector

extension Command.Option {
    /// `--record`, a folder.
    static let record = Command.Option(
        "record", value: "DIR", help: "Also write every exchange with the source to a folder, without secrets")
    /// `--replay`, a folder.
    static let replay = Command.Option(
        "replay", value: "DIR", help: "Answer from what --record wrote; nothing is sent")
}

extension Arguments {
    /// Whether exchanges are recorded or replayed.
    func rehearsal() throws(Failure) -> Rehearsal? {
        switch (self["record"], self["replay"]) {
        case (nil, nil): return nil
        case (let folder?, nil): return .record(folder)
        case (nil, let folder?): return .replay(folder)
        case (.some, .some): throw Failure(.config, "give `--record` or `--replay`, not both")
        }
    }
}
