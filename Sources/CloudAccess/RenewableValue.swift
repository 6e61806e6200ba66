internal import Synchronization

/// A value that is good for a time: obtained when it is first needed, anew five minutes before its end, and anew when it
/// was refused. However many ask at once, it is obtained once.
final class RenewableValue<Value: Hashable & Sendable>: Sendable {
    /// A value and when it ends; nil for one that lives until it is refused.
    struct Lease: Sendable {
        var value: Value
        var end: ContinuousClock.Instant?
    }

    private let now: @Sendable () -> ContinuousClock.Instant
    private let obtain: @Sendable () async throws(AccessError) -> Lease
    private let state = Mutex(RenewalState<Value>())

    /// A value that `obtain` obtains; it must end by itself, whatever happens.
    init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        obtain: @escaping @Sendable () async throws(AccessError) -> Lease
    ) {
        self.now = now
        self.obtain = obtain
    }

    /// The value. Throws when it cannot be obtained and there is none that still lives.
    func value() async throws(AccessError) -> Value {
        let now = now()
        let task: Task<Result<Value, AccessError>, Never>? = state.withLock { state in
            if state.value(at: now) != nil { return nil }
            if let task = state.task { return task }
            // Not a child task: whoever gives up waiting must not take the value from the others.
            let task = Task { await self.renew() }
            state.task = task
            return task
        }
        if let task { return try await task.value.get() }
        if let value = state.withLock({ $0.value(at: now) }) { return value }
        return try await value()
    }

    /// Says that a value was refused, so that it is not given out again.
    func rejected(_ value: Value) {
        state.withLock { $0.reject(value) }
    }

    private func renew() async -> Result<Value, AccessError> {
        let outcome: Result<Lease, AccessError>
        do throws(AccessError) {
            outcome = .success(try await obtain())
        } catch {
            outcome = .failure(error)
        }
        let end = now()
        return state.withLock { $0.settle(outcome, at: end) }
    }
}

/// Which value is there and when it is to be obtained anew. It has no clock of its own.
struct RenewalState<Value: Hashable & Sendable>: Sendable {
    /// How long before its end a value is obtained anew, unless its life is so short that a tenth of it is less.
    private static var margin: Duration { .seconds(300) }
    /// How long an old value is used before another attempt to obtain a new one.
    private static var patience: Duration { .seconds(30) }

    /// Whoever obtains a value.
    var task: Task<Result<Value, AccessError>, Never>?
    private var lease: RenewableValue<Value>.Lease?
    private var renewal: ContinuousClock.Instant?

    /// The value to use; nil when it is to be obtained.
    func value(at now: ContinuousClock.Instant) -> Value? {
        guard let lease, renewal.map({ now < $0 }) ?? true else { return nil }
        return lease.value
    }

    mutating func reject(_ value: Value) {
        if lease?.value == value { lease = nil }
    }

    /// Notes how an attempt ended, and says what those who waited get.
    mutating func settle(
        _ outcome: Result<RenewableValue<Value>.Lease, AccessError>, at now: ContinuousClock.Instant
    ) -> Result<Value, AccessError> {
        task = nil
        switch outcome {
        case .success(let new):
            lease = new
            renewal = new.end.map { $0 - min(Self.margin, max(now.duration(to: $0), .zero) / 10) }
            return .success(new.value)
        case .failure(let error):
            guard let old = lease, let end = old.end, now < end else { return .failure(error) }
            renewal = min(end, now + Self.patience)
            return .success(old.value)
        }
    }
}
