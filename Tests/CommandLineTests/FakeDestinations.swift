import Connector
import JSON
import Synchronization

@testable import CommandLine

/// Files that are only counted: one for each stream.
struct FakeDestinations: DestinationCatalog {
    func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        if options.folder.hasPrefix("s3:") { throw Failure(.config, "`\(options.folder)` is no folder") }
        return CountingSink(folder: options.folder)
    }
}

private struct CountingSink: Sink {
    let folder: String
    var keepsStreamsApart: Bool { true }
    var commitsAtOnce: Bool { false }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Counted(location: "\(folder)/\(stream.name).parquet")
    }
}

private final class Counted: StreamSink {
    let location: String
    private let rows = Mutex(0)

    init(location: String) {
        self.location = location
    }

    func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Written {
        rows.withLock { $0 += records.count }
        return Written()
    }

    func commit() -> Commit {
        var commit = Commit()
        commit.number = 1
        commit.files = [OutputFile(location: location, rows: rows.withLock { $0 }, bytes: 1_000, rowGroups: 1)]
        return commit
    }
}

extension Program {
    /// A program with all its subcommands, whose files are only counted.
    init(catalog: any ConnectorCatalog, interruption: Interruption = Interruption()) {
        self.init(catalog: catalog, destinations: FakeDestinations(), interruption: interruption)
    }
}
