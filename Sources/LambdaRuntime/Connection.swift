internal import Glibc

/// A connection to the Runtime API: one peer on loopback, which answers one request after another. It blocks its thread;
/// while a function waits for an invocation nothing else has anything to do.
struct Connection: ~Copyable {
    private static let bufferSize = 64 << 10

    private let descriptor: Int32
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0

    /// Connects to an address such as `127.0.0.1:9001`: a number of IPv4 or `localhost`, and a port, which is 80 where it is not
    /// given.
    ///
    /// Names are not looked up: there are none, and the C library's resolver is a large part of what a static program need
    /// not have.
    init(to place: String) throws(ConnectionFault) {
        let colon = place.utf8.lastIndex(of: UInt8(ascii: ":"))
        let host = String(place[..<(colon ?? place.endIndex)])
        let port = colon.map { UInt16(place[place.utf8.index(after: $0)...]) } ?? 80
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        guard inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &address.sin_addr) == 1, let port else {
            throw ConnectionFault("AWS_LAMBDA_RUNTIME_API is no address: \(place)")
        }
        address.sin_port = port.bigEndian
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw ConnectionFault("no socket: \(String(cString: strerror(errno)))") }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let reason = String(cString: strerror(errno))
            close(opened)
            throw ConnectionFault("cannot reach the Runtime API at \(place): \(reason)")
        }
        var on: Int32 = 1
        setsockopt(opened, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        descriptor = opened
        // Pages that nothing arrives in are never touched.
        buffer = [UInt8](unsafeUninitializedCapacity: Self.bufferSize) { $1 = Self.bufferSize }
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

    /// Appends the next line to `bytes`, with its end, waiting for it as long as it takes. Not so that they are more than a limit.
    mutating func nextLine(to bytes: inout [UInt8], atMost limit: Int) throws(ConnectionFault) {
        while true {
            if start == end { try fill() }
            let line = buffer[start..<end]
            let newline = line.firstIndex(of: UInt8(ascii: "\n"))
            let piece = line[..<(newline.map { $0 + 1 } ?? end)]
            guard piece.count <= limit - bytes.count else { throw ConnectionFault("a head without end") }
            bytes += piece
            start += piece.count
            if newline != nil { return }
        }
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
