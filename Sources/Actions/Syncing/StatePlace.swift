internal import Connector
internal import DateTime
internal import JSON

/// Where the state of an invocation comes from and goes to: in the event and its answer, or at a URL. One that is too large
/// for an event goes to a URL by itself.
struct StatePlace: Sendable {
    /// Whoever passes answers on takes 256 KB, and may add why the next invocation failed.
    private static let largestAnswer = 240 << 10
    /// An answer has its state twice: by itself, and in the event that continues it.
    private static let largestByValue = 100 << 10

    /// What messages call it.
    let name: String
    let store: (any StateStore)?
    private let value: JSONValue?
    private let fault: Failure?
    private let overflow: String?
    /// How many bytes an event like this one has besides its state.
    let eventSize: Int
    private let places: any Places

    init(_ event: Event, places: any Places, environment: [String: String]) {
        self.places = places
        var (store, fault): ((any StateStore)?, Failure?)
        var value: JSONValue?
        var name = "the event's state"
        switch event.state {
        case nil: break
        case .value(let object)?: value = .object(object)
        case .reference(let reference)?:
            name = reference
            do throws(Failure) {
                store = try places.state(at: reference)
            } catch {
                fault = error
            }
        }
        (self.name, self.store, self.value, self.fault) = (name, store, value, fault)
        var rest = event.members
        rest["state"] = nil
        eventSize = JSONValue.object(rest).description.utf8.count
        let bucket = environment["CURLEW_STATE_BUCKET"].flatMap { $0.isEmpty ? nil : $0 }
        overflow =
            bucket.map { StatePlace.folder($0.utf8.contains(UInt8(ascii: ":")) ? $0 : "s3://\($0)") }
            ?? event.output.map { StatePlace.folder($0) + "_curlew/" }
    }

    private static func folder(_ text: String) -> String { text.hasSuffix("/") ? text : text + "/" }

    /// What `body` yields while the state is claimed; it is given what was saved last, if anything was.
    func claimed<Value>(
        until deadline: Deadline, _ body: (JSONValue?) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        if let fault { throw fault }
        guard let store else { return try await body(value) }
        let given = try await store.claim(until: deadline.timestamp)
        do throws(Failure) {
            // It ends with the scope.
            async let _ = store.keepClaim()
            let result = try await body(given)
            await store.release()
            return result
        } catch {
            await store.release()
            throw error
        }
    }

    /// Saves a state for the last time, and returns what an event says of it: the state, or where it is. `syncID` is the sync
    /// that it belongs to, or that has just ended with it; `size` is how many bytes the answer has without it.
    func conclude(_ state: JSONValue, syncID: String, beside size: Int) async throws(Failure) -> JSONValue {
        try await store?.conclude(state)
        return try await reference(to: state, syncID: syncID, beside: size)
    }

    /// Where what belongs to a sync besides its files is kept; nil where there is no place for it.
    var folder: String? { overflow }

    /// What an event says of a state that was saved: the state, or where it is, which no other sync uses.
    func reference(to state: JSONValue, syncID: String, beside size: Int) async throws(Failure) -> JSONValue {
        if store != nil { return .string(name) }
        let stateSize = state.description.utf8.count
        if stateSize <= min(Self.largestByValue, (Self.largestAnswer - size) / 2) { return state }
        guard let overflow else {
            // Answers that are returned with their records are passed on by nobody.
            if stateSize <= Self.largestByValue { return state }
            throw Failure(
                .config, "the state is too large for an event (\(stateSize >> 10) KB)",
                hint: "give `state` a URL, or set CURLEW_STATE_BUCKET")
        }
        let url = "\(overflow)state-\(syncID).json"
        let store = try places.state(at: url)
        _ = try await store.claim(until: nil)
        try await store.conclude(state)
        return .string(url)
    }
}

extension Deadline {
    /// The deadline on the clock of the world.
    fileprivate var timestamp: Timestamp? {
        instant.flatMap { instant in
            Timestamp(unixMilliseconds: Timestamp.now().unixMilliseconds + (instant - .now).milliseconds)
        }
    }
}
