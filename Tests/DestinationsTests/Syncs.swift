import Connector
import DateTime
import Foundation
import HTTPClient
import JSON
import ObjectStorage
import Sync
import Synchronization
import TestSupport

@testable import Destinations

/// Syncs into a folder.
enum Syncs {
    /// Runs once from a state and returns the report.
    static func run(
        _ source: PagedSource, into folder: String, from state: JSONValue = [:], megabytes: Double = 128,
        deadline: Deadline = Deadline(), store: (any StateStore)? = nil, concurrency: Int = 8,
        places: any Places = StoredPlaces.local, options change: (inout FileOptions) -> Void = { _ in }
    ) async throws -> SyncReport {
        var files = FileOptions(folder: folder, connector: source.name)
        files.maximumFileSize = Int(megabytes * 1_048_576)
        change(&files)
        let sink = try places.parquet(files)
        var start = try SyncState(state, of: source.name, from: "the test")
        _ = try start.begin(at: .unixEpoch)
        var options = SyncOptions(deadline: deadline)
        options.concurrency = concurrency
        return try await SyncRun(
            from: source, into: sink, state: start, store: store, options: options, observer: Silence()
        ).run()
    }
}

struct Silence: SyncObserver {
    func log(_ level: LogLevel, _ message: String) {}
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}

/// Keeps a copy of the folder with each state that is saved, as it is just before and just after: where a process could
/// be killed.
final class KillingStore: StateStore {
    struct Moment: Sendable {
        var state: JSONValue
        var folder: String
    }

    private let folder: String
    private let copies: String
    private let saved: Mutex<(last: JSONValue, moments: [Moment])>

    init(copying folder: String, to copies: String) {
        self.folder = folder
        self.copies = copies
        saved = Mutex(([:], []))
    }

    var moments: [Moment] { saved.withLock { $0.moments } }

    func claim(until end: Timestamp?) -> JSONValue? { nil }

    func save(_ state: JSONValue) throws(Failure) {
        saved.withLock { saved in
            for state in [saved.last, state] {
                let copy = "\(copies)/\(saved.moments.count)"
                if (try? FileManager.default.copyItem(atPath: folder, toPath: copy)) == nil {
                    try? FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
                }
                saved.moments.append(Moment(state: state, folder: copy))
            }
            saved.last = state
        }
    }
}

extension StoredPlaces {
    /// Places that nothing but local folders can be reached from.
    static let local: StoredPlaces = {
        let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))
        return StoredPlaces(
            ObjectStores(environment: [:], session: session))
    }()
}
