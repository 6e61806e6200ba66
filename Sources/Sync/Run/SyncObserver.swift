package import Connector
package import JSON

/// Hears what happens during a run, from any task, while it happens.
package protocol SyncObserver: Sendable {
    /// Something a person may want to know.
    func log(_ level: LogLevel, _ message: String)

    /// A stream's state advanced: what was written before is durable. `isLast` when the stream is over for this run.
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool)
}
