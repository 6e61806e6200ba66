/// An extension that does nothing. Only a function that has one is told that its sandbox will end: without, there is no
/// SIGTERM and so no last checkpoint.
enum SilentExtension {
    static var registration: Request {
        Request(
            method: "POST", path: "/2020-01-01/extension/register",
            fields: Request.field("Lambda-Extension-Name", "curlew")
                + Request.field("Content-Type", "application/json"),
            body: Array(#"{"events":[]}"#.utf8))
    }

    /// Says that the extension is ready. The answer never comes, and nobody waits for it: what counts is that the connection
    /// stays, for as long as the process lives.
    static func wait(as identifier: String, at address: String) {
        do throws(ConnectionFault) {
            let connection = try Connection(to: address)
            let wait = Request(
                method: "GET", path: "/2020-01-01/extension/event/next",
                fields: Request.field("Lambda-Extension-Identifier", identifier))
            try connection.send(wait.bytes(host: address))
            UnsafeMutablePointer<Connection>.allocate(capacity: 1).initialize(to: connection)
        } catch {
            return
        }
    }
}
