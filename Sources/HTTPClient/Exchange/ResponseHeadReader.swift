/// Reads the head of a response from the lines that libcurl hands over, one call for each.
///
///     head = status-line *( field-line CRLF ) CRLF
///
/// Interim answers (status 1xx) are read over. What comes behind the head, as trailers do, is counted and ignored.
struct ResponseHeadReader {
    static let largestHead = 256 << 10
    static let mostFields = 1000

    private(set) var isComplete = false
    private var status: Int?
    private var headers = HTTPHeaders()
    private var size = 0
    private var lines = 0

    /// What is wrong with a head.
    struct Fault: Error, Equatable {
        var reason: String
    }

    /// What was read.
    struct Head: Equatable {
        var status: Int
        var headers: HTTPHeaders
        /// What `Content-Length` says.
        var promisedSize: Int?
    }

    /// Reads a line and its end; returns the head once it is complete.
    mutating func read(line: UnsafeRawBufferPointer) throws(Fault) -> Head? {
        size += line.count
        lines += 1
        guard size <= Self.largestHead, lines <= Self.mostFields + 2 else {
            throw Fault(reason: "more than \(Self.largestHead >> 10) KB or \(Self.mostFields) fields of header")
        }
        if isComplete { return nil }
        let text = Self.trimmed(line[...])
        if text.isEmpty { return try end() }
        if headers.fields.isEmpty, text.starts(with: "HTTP/".utf8) {
            status = try Self.status(in: text)
        } else if line[0] == UInt8(ascii: " ") || line[0] == UInt8(ascii: "\t") {
            headers.extendLast(by: Self.string(text))
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            let value = Self.trimmed(text[(colon + 1)...])
            headers.append(HTTPHeader(Self.string(Self.trimmed(text[..<colon])), Self.string(value)))
        }
        return nil
    }

    private mutating func end() throws(Fault) -> Head? {
        guard let status else { throw Fault(reason: "there is no status line") }
        guard status >= 200 else {
            headers = HTTPHeaders()
            self.status = nil
            return nil
        }
        isComplete = true
        return Head(status: status, headers: headers, promisedSize: try promisedSize())
    }

    private func promisedSize() throws(Fault) -> Int? {
        var size: Int?
        for value in headers.values(of: "Content-Length") {
            guard value.utf8.allSatisfy(\.isDigit), let length = Int(value), size == nil || size == length else {
                throw Fault(reason: "Content-Length is not one number")
            }
            size = length
        }
        return size
    }

    private static func status(in line: Slice<UnsafeRawBufferPointer>) throws(Fault) -> Int {
        let digits = line.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix(3)
        guard digits.count == 3, let status = Int(string(digits)), status >= 100 else {
            throw Fault(reason: "the status is not a number of three digits")
        }
        return status
    }

    private static func trimmed(_ text: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return text[text.startIndex..<text.startIndex] }
        return text[first...last]
    }

    private static func string(_ text: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: text), as: UTF8.self)
    }
}
