/// A request to the Runtime API as it goes over the wire (RFC 9112).
///
///     POST <path> HTTP/1.1 ⏎ Host: … ⏎ Content-Length: … ⏎ … ⏎⏎ <body>
///
/// Requests and answers are bytes and nothing more until somebody asks: the first exchange is on the way of every cold start.
struct Request {
    var method: String
    var path: String
    /// Besides Host and Content-Length, each with the end of its line.
    var fields = ""
    var body: [UInt8]?

    /// A field of a head.
    static func field(_ name: String, _ value: String) -> String { name + ": " + value + "\r\n" }

    func bytes(host: String) -> [UInt8] {
        var head = method + " " + path + " HTTP/1.1\r\n" + Self.field("Host", host) + fields
        if let body { head += Self.field("Content-Length", "\(body.count)") }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }
}

/// An answer of the Runtime API.
struct Answer {
    /// A head is not longer.
    private static let longestHead = 64 << 10
    /// A body is not longer: events have 6 MB.
    private static let longestBody = 32 << 20

    let status: Int
    private(set) var body: [UInt8] = []
    /// Whether another may come by the same connection.
    private(set) var keepsConnection: Bool
    /// The lines of the head, each with its end.
    private var head: [UInt8] = []

    /// Reads an answer from a connection.
    init(from connection: inout Connection) throws(ConnectionFault) {
        var line: [UInt8] = []
        try connection.nextLine(to: &line, atMost: Self.longestHead)
        guard line.starts(with: "HTTP/1.".utf8), line.count > 11, line[8] == UInt8(ascii: " "),
            let status = Self.number(line[9..<12], radix: 10)
        else { throw ConnectionFault("the Runtime API does not speak HTTP") }
        self.status = status
        keepsConnection = line[7] == UInt8(ascii: "1")
        while true {
            let start = head.count
            try connection.nextLine(to: &head, atMost: Self.longestHead)
            let field = Self.trimmed(head[start...])
            if field.isEmpty { break }
            guard field.contains(UInt8(ascii: ":")) else { throw ConnectionFault("a damaged head") }
        }
        if field("connection")?.lowercased() == "close" { keepsConnection = false }
        if field("transfer-encoding")?.lowercased() == "chunked" {
            try readChunks(from: &connection)
        } else if status != 204, let text = field("content-length") {
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

    /// The value of a field, whose name is given in small letters; nil where there is none.
    func field(_ name: String) -> String? {
        var rest = head[...]
        while let end = rest.firstIndex(of: Self.newline) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let isIt = line[..<colon].elementsEqual(name.utf8) {
                $0 == $1 || $0 | 0x20 == $1 && $0 >= UInt8(ascii: "A")
            }
            if isIt { return String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self) }
        }
        return nil
    }

    private mutating func readChunks(from connection: inout Connection) throws(ConnectionFault) {
        while true {
            var line: [UInt8] = []
            try connection.nextLine(to: &line, atMost: Self.longestHead)
            let digits = line.firstIndex(of: UInt8(ascii: ";")).map { line[..<$0] } ?? line[...]
            guard let size = Self.number(Self.trimmed(digits), radix: 16), size <= Self.longestBody - body.count else {
                throw ConnectionFault("a damaged chunk")
            }
            if size > 0 { try connection.next(size, to: &body) }
            // The end of the chunk, or of the trailer, which has no fields here.
            line = []
            try connection.nextLine(to: &line, atMost: Self.longestHead)
            guard Self.trimmed(line[...]).isEmpty else { throw ConnectionFault("a damaged chunk") }
            if size == 0 { return }
        }
    }

    /// A number without a sign.
    private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
        guard let first = digits.first, first >= UInt8(ascii: "0") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: radix)
    }

    /// Without what is no text at both ends.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    private static let newline = UInt8(ascii: "\n")

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == newline
    }
}
