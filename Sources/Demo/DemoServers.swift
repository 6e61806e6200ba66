internal import Connector
internal import Synchronization

/// The servers of a process, one for each configuration.
final class DemoServers: Sendable {
    private let servers = Mutex<[DemoSettings: DemoServer]>([:])

    /// The server with some settings, which is started for the first who asks.
    func server(_ settings: DemoSettings) throws(Failure) -> DemoServer {
        try servers.withLock { (servers) throws(Failure) in
            if let server = servers[settings] { return server }
            let server = try DemoServer(settings)
            servers[settings] = server
            return server
        }
    }
}
