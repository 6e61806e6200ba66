internal import Glibc

/// A connection to the Runtime API: one peer on loopback, which answers one request after another. It blocks its thread;
/// while a function waits for an invocation nothing else has anything to do.
struct Connection: ~Copyable {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0

    /// Connects to a host, given as a number or a name, and a port.
    init(host: String, port: String) throws(ConnectionFault) {
        var wanted = addrinfo()
        wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
        // A name would need a name server, which a statically linked program cannot ask this way.
        wanted.ai_flags = AI_NUMERICSERV | AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        let numeric = host == "localhost" ? "127.0.0.1" : host
        guard getaddrinfo(numeric, port, &wanted, &found) == 0, let address = found else {
            throw ConnectionFault("AWS_LAMBDA_RUNTIME_API is no address: \(host):\(port)")
        }
        defer { freeaddrinfo(found) }
        let opened = socket(address.pointee.ai_family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw ConnectionFault("no socket: \(String(cString: strerror(errno)))") }
        guard connect(opened, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
            let reason = String(cString: strerror(errno))
            close(opened)
            throw ConnectionFault("cannot reach the Runtime API at \(host):\(port): \(reason)")
        }
        var on: Int32 = 1
        setsockopt(opened, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) throws(ConnectionFault) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw ConnectionFault("the Runtime API closed the connection") }
            sent += count
        }
    }

    /// The next byte, waiting for it as long as it takes.
    mutating func next() throws(ConnectionFault) -> UInt8 {
        if start == end { try fill() }
        defer { start += 1 }
        return buffer[start]
    }

    /// Appends the next bytes to `bytes`.
    mutating func next(_ count: Int, to bytes: inout [UInt8]) throws(ConnectionFault) {
        var rest = count
        while rest > 0 {
            if start == end { try fill() }
            let piece = min(rest, end - start)
            bytes += buffer[start..<start + piece]
            start += piece
            rest -= piece
        }
    }

    private mutating func fill() throws(ConnectionFault) {
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw ConnectionFault("the Runtime API closed the connection") }
            (start, end) = (0, count)
            return
        }
    }
}

/// Why the Runtime API did not answer.
struct ConnectionFault: Error, Hashable {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
