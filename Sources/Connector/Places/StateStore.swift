package import DateTime
package import JSON

/// Where a state is kept from one run to the next. A run claims it before it makes its first request, so that no other
/// goes on from the same state meanwhile.
package protocol StateStore: Sendable {
    /// Claims the state, and returns what was saved last; nil when there is none yet. Throws a `state_conflict` when
    /// another run has it. `end` is when the run will be over at the latest, where that is known.
    func claim(until end: Timestamp?) async throws(Failure) -> JSONValue?

    /// Does what keeps the claim, until the task is cancelled.
    func keepClaim() async

    /// Replaces the state; when it returns, the new one is durable, and when it throws, the old one still is. Throws a
    /// `state_conflict` when another run has taken the state in spite of the claim.
    func save(_ state: JSONValue) async throws(Failure)

    /// Replaces the state for the last time, and gives the claim up.
    func conclude(_ state: JSONValue) async throws(Failure)

    /// Gives the claim up, if it was not given up by a last save.
    func release() async
}

extension StateStore {
    package func keepClaim() async {}
    package func conclude(_ state: JSONValue) async throws(Failure) { try await save(state) }
    package func release() async {}
}
