import Foundation
import Synchronization

/// A server on loopback of which a test decides every byte: each connection is handed to a script, which runs on a
/// thread of its own and may send what it likes.
public final class ScriptedServer: Sendable {
    public let port: Int
    private let listener: CInt
    private let connections = Mutex<[ScriptedPeer]>([])

    /// A server that listens until it is dropped. When `script` returns the connection is closed.
    public init(_ script: @escaping @Sendable (ScriptedPeer) -> Void) throws {
        let (listener, port) = try Self.listen()
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                let peer = ScriptedPeer(descriptor)
                self?.connections.withLock { $0.append(peer) }
                Thread.detachNewThread {
                    script(peer)
                    peer.close()
                }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, CInt(SHUT_RDWR))
        connections.withLock { for peer in $0 { peer.close() } }
    }

    /// How many connections there have been.
    public var connectionCount: Int {
        connections.withLock { $0.count }
    }

    /// The address of `path` here.
    public func url(_ path: String) -> String {
        "http://127.0.0.1:\(port)\(path)"
    }

    /// A port on which nobody listens.
    public static func unusedPort() throws -> Int {
        let (listener, port) = try listen()
        close(listener)
        return port
    }

    private static func listen() throws -> (CInt, Int) {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, Glibc.listen(listener, 512) == 0 else { return CInt(-1) }
                return getsockname(listener, address, &length)
            }
        }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }
}
