internal import Connector

extension Command.Option {
    /// `--connector`, which most commands need.
    static let connector = Command.Option(
        "connector", short: "c", value: "NAME|FILE|URL", isRequired: true,
        help: "A built-in connector's name or alias, or the path or URL of a definition file")
}

extension Arguments {
    /// The value of `--connector`.
    func connector(for command: String) throws(Failure) -> String {
        guard let reference = self["connector"] else {
            throw Failure(
                .config, "`curlew \(command)` needs `--connector NAME|FILE|URL`",
                hint: "`curlew list` shows the built-in connectors")
        }
        // The catalog has the text.
        _ = try fetched["connector"]?.get()
        return reference
    }
}
