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
}

extension ReadOptions {
    init(_ arguments: Arguments) throws(Failure) {
        if arguments["output"] != nil {
            throw Failure(
                .config, "`--output` is for Parquet files, which come with a later version",
                hint: "this version writes records to standard output")
        }
        selection = try arguments.streamSelection()
        maximumRecords = try arguments.count("max-records", in: 0 ... .max)
        time = try arguments.seconds("max-seconds")
        concurrency = try arguments.count("concurrency", in: 1...256) ?? SyncOptions().concurrency
        rehearsal = try arguments.rehearsal()
        isVerbose = arguments.has("verbose")
        showsStateOfPages = arguments.has("state-per-page")
        state = try arguments.state()
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
        if self["format"] == "parquet" {
            throw Failure(
                .config, "`--format parquet` comes with a later version",
                hint: "this version writes records to standard output, as `json` or `pretty`")
        }
        return try choice("format", of: MessageLayout.self) ?? .line
    }
}
