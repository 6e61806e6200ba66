import Connector
import DateTime
import JSON
import Synchronization

/// Places that exist only in memory: states by their URLs, and files of which only the records are counted.
final class MemoryPlaces: Places {
    private let saved = Mutex<[String: JSONValue]>([:])
    private let claimed = Mutex<Set<String>>([])
    private let saves = Mutex<[String: Int]>([:])
    private let faults = Mutex<[String: Failure]>([:])
    private let forgettings = Mutex(0)
    private let ids = Mutex<[String: [Int64]]>([:])

    /// What is at a URL.
    subscript(url: String) -> JSONValue? {
        get { saved.withLock { $0[url] } }
        set { saved.withLock { $0[url] = newValue } }
    }

    /// The URLs that have a state.
    var urls: [String] { saved.withLock { $0.keys.sorted() } }
    /// The states that somebody has claimed and not given up.
    var claims: Set<String> { claimed.withLock { $0 } }
    /// How often a state was saved.
    func saveCount(of url: String) -> Int { saves.withLock { $0[url] ?? 0 } }
    /// From now on a state cannot be saved.
    func refuse(_ url: String, with failure: Failure) { faults.withLock { $0[url] = failure } }
    /// How often secrets were forgotten.
    var forgettingCount: Int { forgettings.withLock { $0 } }
    func forgetSecrets() { forgettings.withLock { $0 += 1 } }
    /// The ids of the records that went to a folder.
    func records(in folder: String) -> [Int64] { ids.withLock { $0[folder] ?? [] } }

    func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        if options.folder == "nowhere:" { throw Failure(.config, "`nowhere:` is no folder") }
        return Files(folder: options.folder, places: self)
    }

    func state(at reference: String) throws(Failure) -> any StateStore {
        if reference == "nowhere:" { throw Failure(.config, "`nowhere:` is no state") }
        return State(url: reference, places: self)
    }

    func isRemote(_ reference: String) -> Bool { false }
    func text(at reference: String, limit: Int) throws(Failure) -> [UInt8] {
        throw Failure(.config, "there is no \(reference)")
    }
    func contents(of reference: String, limit: Int) -> [UInt8]? { self[reference].map { Array($0.description.utf8) } }
    func write(_ text: [UInt8], to reference: String) { self[reference] = try? JSONValue.parse(PaddedBytes(text)) }

    private struct State: StateStore {
        let url: String
        let places: MemoryPlaces

        func claim(until end: Timestamp?) throws(Failure) -> JSONValue? {
            let isFree = places.claimed.withLock { $0.insert(url).inserted }
            guard isFree else { throw Failure(.stateConflict, "\(url): another run has this state") }
            return places[url]
        }
        func save(_ state: JSONValue) throws(Failure) {
            if let fault = places.faults.withLock({ $0[url] }) { throw fault }
            places.saves.withLock { $0[url, default: 0] += 1 }
            places[url] = state
        }
        func conclude(_ state: JSONValue) throws(Failure) {
            try save(state)
            release()
        }
        func release() { places.claimed.withLock { _ = $0.remove(url) } }
    }

    private struct Files: Sink, StreamSink {
        let folder: String
        let places: MemoryPlaces
        var keepsStreamsApart: Bool { true }
        var commitsAtOnce: Bool { true }

        func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink { self }
        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Written {
            let new = records.views.compactMap { $0["id"]?.int64 }
            places.ids.withLock { $0[folder, default: []] += new }
            return Written()
        }
        func commit() -> Commit { Commit() }
    }
}
