internal import Actions
internal import Connector
internal import JSON

extension Command.Option {
    /// `--config`, a file.
    static let config = Command.Option(
        "config", short: "C", value: "FILE|REFERENCE",
        help: "The configuration, JSON: a file, - for standard input, a URL, secretsmanager:NAME or ssm:NAME")
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
        case (let reference?, nil):
            if let text = fetched["config"] { return try given(PaddedBytes(try text.get()), from: reference) }
            return try given(PaddedBytes(try file(reference)), from: reference)
        case (nil, let text?): return try given(PaddedBytes(text), from: "--config-json")
        case (.some, .some): throw Failure(.config, "give `--config` or `--config-json`, not both")
        }
    }

    private func file(_ path: String) throws(Failure) -> [UInt8] {
        do throws(Failure) {
            return try TextFile.read(path)
        } catch {
            throw ConfigurationReference(path).failure(
                error, name: "--config", hint: "`--config-json` takes the configuration itself")
        }
    }

    private func given(_ text: borrowing PaddedBytes, from source: String) throws(Failure) -> GivenConfiguration {
        GivenConfiguration(value: try JSONValue.parse(text, from: source), source: source)
    }
}
