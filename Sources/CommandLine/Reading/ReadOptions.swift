internal import Actions
internal import Connector
internal import Sync

/// What `curlew read` is asked for, besides the connector and its configuration.
struct ReadOptions {
    var selection: StreamSelection
    var state: GivenState
    var maximumRecords: Int?
    var time: Duration?
    var concurrency: Int
    var rehearsal: Rehearsal?
    var isVerbose: Bool
    var showsStateOfPages: Bool
    /// What is asked of files; nil where records go to standard output.
    var files: FileOptions?
    /// Where files and the state are. Stores that do not answer are given up some time after the time is over: what was read is
    /// to become durable even if it takes longer, and nobody is to wait for ever.
    var places: any Places
}

extension ReadOptions {
    /// What the arguments of a read of a connector ask for.
    init(_ arguments: Arguments, connector: String, in places: any Places) throws(Failure) {
        files = try arguments.files(of: connector)
        selection = try arguments.streamSelection()
        maximumRecords = try arguments.count("max-records", in: 0 ... .max)
        time = try arguments.seconds("max-seconds")
        concurrency = try arguments.count("concurrency", in: 1...256) ?? SyncOptions().concurrency
        rehearsal = try arguments.rehearsal()
        isVerbose = arguments.has("verbose")
        showsStateOfPages = arguments.has("state-per-page")
        self.places = places.until(time.map { .now + $0 * 5 / 4 + .seconds(5) })
        state = try arguments.state(in: self.places)
    }

    /// What is kept free of the time at its end.
    var reserve: Duration { min((time ?? .zero) / 20, .seconds(2)) }

    /// What a run is asked for, with a deadline that has just begun.
    func syncOptions(_ deadline: Deadline) -> SyncOptions {
        var options = SyncOptions(deadline: deadline)
        options.streams = selection.names
        options.maximumRecords = maximumRecords
        options.concurrency = concurrency
        options.reserve = reserve
        return options
    }
}

extension Arguments {
    /// The layout of messages that `--format` names.
    func layout() throws(Failure) -> MessageLayout {
        if self["format"] == FileOptions.formatName { return .line }
        do throws(Failure) {
            return try choice("format", of: MessageLayout.self) ?? .line
        } catch {
            throw Failure(error.kind, "`--format` must be `json`, `pretty` or `parquet`, not `\(self["format"] ?? "")`")
        }
    }
}
