internal import Connector

extension Command.Option {
    /// `--connector`, which most commands need.
    static let connector = Command.Option(
        "connector", short: "c", value: "NAME|FILE", isRequired: true,
        help: "A built-in connector's name or alias, or the path of a definition file")
}

extension Arguments {
    /// The value of `--connector`.
    func connector(for command: String) throws(Failure) -> String {
        guard let reference = self["connector"] else {
            throw Failure(
                .config, "`curlew \(command)` needs `--connector NAME|FILE`",
                hint: "`curlew list` shows the built-in connectors")
        }
        return reference
    }
}
