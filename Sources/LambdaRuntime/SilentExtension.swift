internal import Glibc

/// An extension that does nothing. Only a function that has one is told that its sandbox will end: without, there is no
/// SIGTERM and so no last checkpoint.
enum SilentExtension {
    /// Registers it; the wait for events that never come has a thread of its own. Where extensions are unknown, all goes on
    /// without.
    static func register(at address: String) {
        let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")) ?? address.endIndex
        let host = String(address[..<colon])
        let port = String(address[colon...].dropFirst())
        do throws(ConnectionFault) {
            var connection = try Connection(host: host, port: port)
            try connection.send(
                Request(
                    method: "POST", path: "/2020-01-01/extension/register",
                    headers: [("Lambda-Extension-Name", "curlew"), ("Content-Type", "application/json")],
                    body: Array(#"{"events":[]}"#.utf8)
                ).bytes(host: address))
            let answer = try Answer(from: &connection)
            guard answer.status == 200, let id = answer.headers["lambda-extension-identifier"] else { return }
            let wait = Request(
                method: "GET", path: "/2020-01-01/extension/event/next",
                headers: [("Lambda-Extension-Identifier", id)])
            try connection.send(wait.bytes(host: address))
            // Kept open for as long as the process lives.
            Self.keep(consume connection)
        } catch {
            return
        }
    }

    /// The answer never comes, and nobody waits for it: what counts is that the connection stays.
    private static func keep(_ connection: consuming Connection) {
        let place = UnsafeMutablePointer<Connection>.allocate(capacity: 1)
        place.initialize(to: connection)
    }
}
