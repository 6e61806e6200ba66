/// A request to the Runtime API as it goes over the wire (RFC 9112).
///
///     POST <path> HTTP/1.1 ⏎ Host: … ⏎ Content-Length: … ⏎ … ⏎⏎ <body>
struct Request {
    var method: String
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?

    func bytes(host: String) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }
}

/// An answer of the Runtime API.
struct Answer {
    /// A head is not longer.
    private static let longestHead = 64 << 10
    /// A body is not longer: events have 6 MB.
    private static let longestBody = 32 << 20

    var status: Int
    /// By their names in small letters.
    var headers: [String: String]
    var body: [UInt8]
    /// Whether another may come by the same connection.
    private(set) var keepsConnection: Bool

    /// Reads an answer from a connection.
    init(from connection: inout Connection) throws(ConnectionFault) {
        var head = 0
        let line = try Self.line(from: &connection, &head)
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw ConnectionFault("the Runtime API does not speak HTTP")
        }
        self.status = status
        headers = [:]
        keepsConnection = words[0] == "HTTP/1.1"
        while true {
            let line = try Self.line(from: &connection, &head)
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":") else { throw ConnectionFault("a damaged head") }
            headers[line[..<colon].lowercased()] = Self.trimmed(line[line.index(after: colon)...])
        }
        body = []
        if headers["connection"]?.lowercased() == "close" { keepsConnection = false }
        if headers["transfer-encoding"]?.lowercased() == "chunked" {
            try readChunks(from: &connection)
        } else if status != 204, let text = headers["content-length"] {
            guard let length = Int(text), 0...Self.longestBody ~= length else {
                throw ConnectionFault("an answer of \(text.prefix(20)) bytes")
            }
            body.reserveCapacity(length)
            try connection.next(length, to: &body)
        } else if status != 204 {
            // Whatever follows, nobody said where it ends.
            keepsConnection = false
        }
    }

    private mutating func readChunks(from connection: inout Connection) throws(ConnectionFault) {
        var head = 0
        while true {
            let line = try Self.line(from: &connection, &head)
            head = 0
            let digits = line.prefix { $0 != ";" }
            guard let size = Int(Self.trimmed(digits), radix: 16), size >= 0, size <= Self.longestBody - body.count
            else {
                throw ConnectionFault("a damaged chunk")
            }
            if size > 0 { try connection.next(size, to: &body) }
            // The end of the chunk, or of the trailer, which has no fields here.
            guard try Self.line(from: &connection, &head).isEmpty else { throw ConnectionFault("a damaged chunk") }
            if size == 0 { return }
        }
    }

    private static func line(
        from connection: inout Connection, _ count: inout Int
    ) throws(ConnectionFault) -> String {
        var bytes: [UInt8] = []
        while true {
            let byte = try connection.next()
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
            count += 1
            if count > longestHead { throw ConnectionFault("a head without end") }
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
