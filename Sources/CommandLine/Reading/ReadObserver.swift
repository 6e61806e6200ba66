internal import Actions
internal import Connector
internal import JSON
internal import Sync

/// Tells of a run in messages, and a person at the terminal of what went wrong.
struct ReadObserver: SyncObserver {
    let console: Console
    let layout: MessageLayout
    let secrets: Secrets
    /// Whether also what only somebody looking for a fault wants to know is told.
    let isVerbose: Bool
    let showsStateOfPages: Bool

    func log(_ level: LogLevel, _ message: String) {
        guard isVerbose || level > .debug else { return }
        let message = secrets.masked(message)
        console.send(Messages.log(level, message), layout)
        if isNoted(level) { console.note("curlew: \(message)") }
    }

    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {
        guard isLast || showsStateOfPages else { return }
        console.send(Messages.state(of: stream, state()), layout)
    }

    /// Whether standard error gets it too: a person who sees standard output sees it there already.
    private func isNoted(_ level: LogLevel) -> Bool {
        if console.outputIsTerminal { return false }
        return isVerbose || level >= (console.errorIsTerminal ? .warning : .error)
    }
}
