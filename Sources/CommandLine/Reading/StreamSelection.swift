internal import Actions
internal import Connector
internal import JSON
internal import Spelling

/// Which streams to read, and how.
struct StreamSelection: Hashable, Sendable {
    /// The streams, in the order to read them; nil for all.
    var names: [String]?
    /// Streams that are read whole, whatever was read before.
    var readWhole: Set<String> = []
}

extension Command.Option {
    /// `--streams`, a list of names.
    static let streams = Command.Option(
        "streams", value: "NAMES", help: "The streams, separated by commas (default: all)")
    /// `--catalog`, a file with streams and sync modes.
    static let catalog = Command.Option(
        "catalog", value: "FILE", help: "The streams as a configured catalog, a JSON file with sync modes")
}

extension Arguments {
    /// The streams of `--streams` or `--catalog`.
    func streamSelection() throws(Failure) -> StreamSelection {
        switch (self["streams"], self["catalog"]) {
        case (nil, nil): return StreamSelection()
        case (let list?, nil): return try StreamSelection(list: list)
        case (nil, let path?):
            let value = try JSONValue.parse(PaddedBytes(try TextFile.read(path)), from: path)
            return try StreamSelection(catalog: value, from: path)
        case (.some, .some): throw Failure(.config, "give `--streams` or `--catalog`, not both")
        }
    }
}

extension StreamSelection {
    /// Names separated by commas. Throws when there is none: a variable that nobody set is not to read everything.
    init(list: String) throws(Failure) {
        let names = list.split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
        guard !names.isEmpty else {
            throw Failure(.config, "`--streams` names no stream: name at least one, or leave it out for all")
        }
        self.init(names: names)
    }

    /// A catalog as `curlew discover` prints it, or a configured one, whose streams have a sync mode:
    ///
    ///     {"streams": [{"stream": {"name": "customers"}, "sync_mode": "full_refresh"}, {"name": "invoices"}]}
    init(catalog value: JSONValue, from source: String) throws(Failure) {
        let catalog = value["type"]?.string == "CATALOG" ? value["catalog"] ?? .null : value
        guard let streams = catalog["streams"]?.array else {
            throw Failure(.config, "\(source): a catalog is an object with a list of `streams`")
        }
        var names: [String] = []
        for (index, stream) in streams.enumerated() {
            guard let name = stream["stream"]?["name"]?.string ?? stream["name"]?.string else {
                throw Failure(.config, "\(source): stream \(index + 1) has no `name`")
            }
            names.append(name)
            switch stream["sync_mode"] ?? .null {
            case .null, "incremental": break
            case "full_refresh": readWhole.insert(name)
            case let other:
                throw Failure(
                    .config,
                    "\(source): the sync mode of `\(name.shortened)` must be `full_refresh` or `incremental`, not \(other)"
                )
            }
        }
        self.names = names
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
