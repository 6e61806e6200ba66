package import Connector
package import JSON

/// Where a state is kept from one run to the next.
package protocol StateStore: Sendable {
    /// The state that was saved last; nil when there is none yet.
    func load() async throws(Failure) -> JSONValue?

    /// Replaces the state; when it returns, the new one is durable, and when it throws, the old one still is.
    func save(_ state: JSONValue) async throws(Failure)
}
