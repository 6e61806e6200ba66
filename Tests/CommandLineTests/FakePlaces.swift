import Actions
import Connector
import DateTime
import Foundation
import JSON
import Synchronization

@testable import CommandLine

/// Files that are only counted: one for each stream.
struct FakePlaces: Places {
    /// When stores are given up.
    private(set) var end: ContinuousClock.Instant?

    func until(_ end: ContinuousClock.Instant?) -> any Places {
        var places = self
        places.end = end
        return places
    }

    func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        if options.folder.hasPrefix("s3:") { throw Failure(.config, "`\(options.folder)` is no folder") }
        return CountingSink(folder: options.folder)
    }

    func state(at reference: String) -> any StateStore { StateInFile(path: reference) }

    func isRemote(_ reference: String) -> Bool { reference.hasPrefix("fake:") }

    func text(at reference: String, limit: Int) throws(Failure) -> [UInt8] {
        guard reference != "fake:missing" else { throw Failure(.config, "there is no \(reference)") }
        return try TextFile.read(String(reference.dropFirst(5)), limit: limit)
    }

    func contents(of reference: String, limit: Int) throws(Failure) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: reference) else { return nil }
        return try TextFile.read(reference, limit: limit)
    }

    func write(_ text: [UInt8], to reference: String) throws(Failure) {
        do {
            try Data(text).write(to: URL(fileURLWithPath: reference))
        } catch {
            throw Failure(.destination, "cannot write \(reference)")
        }
    }
}

/// A state in a file that nobody else uses.
private struct StateInFile: StateStore {
    let path: String

    func claim(until end: Timestamp?) throws(Failure) -> JSONValue? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try JSONValue.parse(PaddedBytes(try TextFile.read(path)))
        } catch {
            throw Failure(.config, "\(path): this state is damaged: \(error)")
        }
    }

    func save(_ state: JSONValue) throws(Failure) {
        var writer = JSONWriter()
        writer.value(state)
        let data = writer.bytes.withUnsafeBytes { Data($0) }
        do {
            try data.write(to: URL(fileURLWithPath: path))
        } catch {
            throw Failure(.destination, "cannot write the state to \(path)")
        }
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
        self.init(catalog: catalog, places: FakePlaces(), interruption: interruption)
    }
}
