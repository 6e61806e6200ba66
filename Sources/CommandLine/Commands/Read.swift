internal import Actions
internal import Connector

extension Command {
    /// `curlew read`: reads streams, and writes what it read as messages.
    static func read(
        _ catalog: any ConnectorCatalog, _ places: any Places, _ interruption: Interruption
    ) -> Command {
        Command(
            "read", summary: "Read streams of a connector",
            details: """
                Messages go to standard output, one JSON object a line: LOG, RECORD, STATE, and always as the last one SYNC_SUMMARY.
                With --format parquet records go to files below the folder of --output instead, and the summary names the files.
                The last STATE is what the next read begins with: with --state FILE it is kept there.
                SIGINT (Ctrl-C), SIGTERM and SIGHUP end it as --max-seconds does, after the current page; a second one ends it at once.
                The exit code is 0 when all was read, 1 when it failed, 2 when arguments or configuration are wrong, 3 when some
                streams failed, and 4 when there was no time for all of it.
                """,
            options: [
                .connector, .streams, .catalog, .config, .configJSON, .state, .stateJSON,
                .init(
                    "format", short: "f", value: "FORMAT",
                    help: "json or pretty messages, or parquet files (default: json)"),
                .init("max-records", value: "N", help: "Read at most so many records of each stream"),
                .init("max-seconds", value: "N", help: "Stop in time to be done after so many seconds"),
                .init("concurrency", value: "N", help: "How many slices of a stream to read at a time (default: 8)"),
                .init("state-per-page", help: "Also write a STATE message after each page"),
                .record, .replay,
                .init("verbose", short: "v", help: "Also log each page, and all of the log on standard error"),
            ] + Command.Option.files
        ) { (arguments, console) throws(Failure) in
            try await ReadingSession(catalog, places, console, interruption).run(arguments)
        }
    }
}
