internal import Connector
internal import DateTime
internal import JSON
internal import ObjectStorage
internal import Synchronization

/// A state in an object store. Every write is conditional on the last, so that of two runs that go on from one state only
/// one gets its way; and a lease in the state tells the other before it has read anything.
///
///     "lease": {"holder": "7c1f…", "until": "2024-12-03T08:15:00Z"}
///
/// A run that is killed leaves its lease, which ends by itself: soon after the run would have, and a minute after the run
/// renewed it last.
final class StateObject: StateStore {
    /// How long a lease lasts at most; it is renewed meanwhile.
    private static let lease = Duration.seconds(60)
    /// By how much a lease outlives the run it is for.
    private static let grace = Duration.seconds(10)

    private let key: String
    private let store: any ObjectStore
    private let location: String
    private let now: @Sendable () -> Timestamp
    private let largest: Int
    private let claimed = Mutex<Claim?>(nil)
    /// Writes come one after another.
    private let turn = Slots(1)

    private struct Claim {
        var holder: String
        var version: ObjectVersion
        /// The state without the lease.
        var state: JSONValue?
        /// When the run is over at the latest; nil when nobody knows.
        var end: Timestamp?
    }

    /// The state with a key, which need not exist yet, of so many bytes at most; `now` tells the time.
    init(
        _ key: String, in store: any ObjectStore, atMost largest: Int = StateText.largest,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.key = key
        self.now = now
        self.largest = largest
        self.store = store
        location = store.location(of: key)
    }

    func claim(until end: Timestamp?) async throws(Failure) -> JSONValue? {
        let found = try await read()
        let now = now()
        if let lease = Lease(found?.value), lease.until > now { throw inUse(lease) }
        let state = found.map { Lease.removed(from: $0.value) }
        var random = SystemRandomNumberGenerator()
        let holder = String(UInt64.random(in: 0 ... .max, using: &random), radix: 16)
        let lease = Lease(holder: holder, until: Self.leaseEnd(end, now))
        let version = try await write(
            lease.added(to: state), if: found.map { .isUnchanged($0.version) } ?? .isAbsent)
        claimed.withLock { $0 = Claim(holder: holder, version: version, state: state, end: end) }
        return state
    }

    func keepClaim() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.lease / 3)
            guard !Task.isCancelled else { continue }
            await renewLease()
        }
    }

    /// Lets the lease last from now on, if the state is still claimed.
    func renewLease() async {
        guard claimed.withLock({ $0 != nil }) else { return }
        // Whoever has taken the state is found out when it is saved.
        try? await replace(by: .asItIs)
    }

    func save(_ state: JSONValue) async throws(Failure) {
        try await replace(by: .new(state))
    }

    func conclude(_ state: JSONValue) async throws(Failure) {
        try await replace(by: .new(state), isLast: true)
    }

    func release() async {
        guard claimed.withLock({ $0 != nil }) else { return }
        // Otherwise it ends by itself.
        try? await replace(by: .asItIs, isLast: true)
    }

    /// What a write is to make of the state, as it is when the write has its turn.
    private enum Change {
        case new(JSONValue)
        /// Only the lease changes.
        case asItIs

        func applied(to state: JSONValue?) -> JSONValue? {
            if case .new(let new) = self { new } else { state }
        }
    }

    /// Writes in its turn. After the last write the claim is given up before the turn is: a renewal that waits for it must
    /// not put the lease back.
    private func replace(by change: Change, isLast: Bool = false) async throws(Failure) {
        try await turn.withSlot { () async throws(Failure) in
            guard var claim = claimed.withLock({ $0 }) else {
                throw Failure(.internal, "the state at \(location) was saved without having been claimed")
            }
            do throws(Failure) {
                try await writeInTurn(change, as: &claim, isLast)
            } catch {
                if isLast, case .asItIs = change { claimed.withLock { $0 = nil } }
                throw error
            }
            let left = isLast ? nil : claim
            claimed.withLock { $0 = left }
        }
    }

    private func writeInTurn(_ change: Change, as claim: inout Claim, _ isLast: Bool) async throws(Failure) {
        do throws(Failure) {
            try await write(change, as: &claim, isLast)
        } catch {
            // An earlier write may have failed for us and not for the store.
            guard error.kind == .stateConflict, let found = try await read(),
                Lease(found.value)?.holder == claim.holder
            else { throw error }
            (claim.version, claim.state) = (found.version, Lease.removed(from: found.value))
            try await write(change, as: &claim, isLast)
        }
    }

    private func write(_ change: Change, as claim: inout Claim, _ isLast: Bool) async throws(Failure) {
        let state = change.applied(to: claim.state)
        let lease = Lease(holder: claim.holder, until: Self.leaseEnd(claim.end, now()))
        claim.version = try await write(isLast ? state ?? [:] : lease.added(to: state), if: .isUnchanged(claim.version))
        claim.state = state
    }

    private static func leaseEnd(_ end: Timestamp?, _ now: Timestamp) -> Timestamp {
        func later(_ time: Timestamp, by duration: Duration) -> Timestamp {
            Timestamp(unixMilliseconds: time.unixMilliseconds + duration.components.seconds * 1000) ?? time
        }
        let longest = later(now, by: lease)
        return end.map { min(later($0, by: grace), longest) } ?? longest
    }

    private func read() async throws(Failure) -> (value: JSONValue, version: ObjectVersion)? {
        let object = try await Failure.ofStore { () async throws(StoreError) in
            try await store.get(key, limit: largest)
        }
        guard let object else { return nil }
        do throws(JSONError) {
            return (try JSONValue.parse(PaddedBytes(object.bytes)), object.version)
        } catch {
            throw Failure(
                .config, "\(location): this state is damaged: \(error)",
                hint: "give the state of an earlier run, or remove the object to begin anew")
        }
    }

    private func write(_ state: JSONValue, if condition: PutCondition) async throws(Failure) -> ObjectVersion {
        let bytes = try StateText.bytes(of: state, for: location, atMost: largest)
        do throws(StoreError) {
            return try await store.put(key, bytes, as: .json, if: condition)
        } catch {
            guard error.kind == .conflict else { throw Failure(error) }
            throw Failure(
                .stateConflict, "\(location): another run has taken this state",
                hint: "run one sync at a time from one state")
        }
    }

    private func inUse(_ lease: Lease) -> Failure {
        Failure(
            .stateConflict, "\(location): another run has this state until \(lease.until.iso8601())",
            hint: "wait until then, or until that run is over; if it was killed, the state is free then", mayRetry: true
        )
    }
}

/// The claim of a run in a state.
private struct Lease {
    static let member = "lease"

    var holder: String
    var until: Timestamp

    init(holder: String, until: Timestamp) {
        self.holder = holder
        self.until = until
    }

    /// The lease in a state; what is damaged does not count.
    init?(_ state: JSONValue?) {
        guard let lease = state?[Self.member], let holder = lease["holder"]?.string,
            let until = lease["until"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        self.init(holder: holder, until: until)
    }

    static func removed(from state: JSONValue) -> JSONValue {
        guard var members = state.object else { return state }
        members[member] = nil
        return .object(members)
    }

    func added(to state: JSONValue?) -> JSONValue {
        var members = state?.object ?? [:]
        members[Self.member] = .object(["holder": .string(holder), "until": .string(until.iso8601())])
        return .object(members)
    }
}
