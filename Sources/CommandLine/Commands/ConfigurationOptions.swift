internal import Connector
internal import JSON

extension Command.Option {
    /// `--config`, a file.
    static let config = Command.Option(
        "config", short: "C", value: "FILE", help: "The configuration, a JSON file; - for standard input")
    /// `--config-json`, the configuration itself.
    static let configJSON = Command.Option("config-json", value: "JSON", help: "The configuration as JSON")
}

/// A configuration as it was given, and where it stands.
struct GivenConfiguration {
    var value: JSONValue
    /// What messages call it: the file's path, or the option.
    var source: String
}

extension Arguments {
    /// The configuration of `--config` or `--config-json`; nil when neither is given.
    func configuration() throws(Failure) -> GivenConfiguration? {
        switch (self["config"], self["config-json"]) {
        case (nil, nil): return nil
        case (let path?, nil): return try parse(PaddedBytes(try TextFile.read(path)), from: path)
        case (nil, let text?): return try parse(PaddedBytes(text), from: "--config-json")
        case (.some, .some): throw Failure(.config, "give `--config` or `--config-json`, not both")
        }
    }

    /// A fault of the text is told by its kind and place only: what stands around it may be a secret.
    private func parse(_ text: borrowing PaddedBytes, from source: String) throws(Failure) -> GivenConfiguration {
        do throws(JSONError) {
            return GivenConfiguration(value: try JSONValue.parse(text), source: source)
        } catch {
            throw Failure(.config, "\(source): \(JSONError(reason: error.reason, offset: error.offset))")
        }
    }
}
