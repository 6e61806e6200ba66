import Testing

@testable import HTTPClient

@Suite("Heads of responses")
struct ResponseHeadReaderTests {
    /// What a reader makes of a text, handed over line by line.
    private func read(_ text: String) throws -> ResponseHeadReader.Head? {
        var reader = ResponseHeadReader()
        var head: ResponseHeadReader.Head?
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast() {
            if let found = try reader.read(line + "\r\n") { head = found }
        }
        #expect(reader.isComplete == (head != nil))
        return head
    }

    @Test("Fields keep order and repetition, and are found whatever their case")
    func fields() throws {
        let head = try #require(
            try read("HTTP/1.1 200 OK\r\nLink: a\r\nX-Empty:\r\nlink:\t b \r\nX-Long: one\r\n  two\r\n\r\n"))
        #expect(head.status == 200)
        #expect(head.headers.fields.map(\.name) == ["Link", "X-Empty", "link", "X-Long"])
        #expect(head.headers["LINK"] == "a")
        #expect(head.headers.values(of: "Link") == ["a", "b"])
        #expect(head.headers["x-empty"] == "")
        #expect(head.headers["X-Long"] == "one two")
        #expect(head.headers["X-Lon"] == nil)
        #expect(head.promisedSize == nil)
    }

    @Test("Interim answers are read over, trailers ignored")
    func interim() throws {
        let head = try #require(
            try read("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/2 404 \r\nA: b\r\n\r\nTrailer: c\r\n"))
        #expect(head.status == 404)
        #expect(head.headers == [HTTPHeader("A", "b")])
        #expect(try read("HTTP/1.1 100 Continue\r\n\r\n") == nil)
    }

    @Test("Bytes that are no UTF-8 and lines that are no fields do no harm")
    func nonsense() throws {
        var reader = ResponseHeadReader()
        for line in ["HTTP/1.1 200\r\n", "no colon\r\n", ": no name\r\n"] { _ = try reader.read(line) }
        _ = try reader.read([0x61, 0x3A, 0xFF, 0xFE, 0x0D, 0x0A])
        let found = try reader.read("\r\n")
        let head = try #require(found)
        #expect(head.headers["a"] == "\u{FFFD}\u{FFFD}")
    }

    @Test(
        "Content-Length is one number or none",
        arguments: ["5, 6", "-1", "+5", "9223372036854775808", "1e3", "0x10", ""])
    func lengths(_ value: String) throws {
        #expect(throws: ResponseHeadReader.Fault.self) {
            try read("HTTP/1.1 200 OK\r\nContent-Length: \(value)\r\n\r\n")
        }
        let repeated = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\n"
        #expect(try read(repeated)?.promisedSize == 5)
        #expect(throws: ResponseHeadReader.Fault.self) {
            try read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n")
        }
    }

    @Test(
        "Statuses that are none",
        arguments: ["HTTP/1.1 20\r\n", "HTTP/1.1\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 099 x\r\n"])
    func statuses(_ line: String) {
        #expect(throws: ResponseHeadReader.Fault.self) { try read(line + "\r\n") }
        #expect(throws: ResponseHeadReader.Fault.self) { try read("A: b\r\n\r\n") }
    }

    @Test("An endless head is stopped, in few fields or in many, trailers included")
    func bounds() {
        let long = "X: " + String(repeating: "x", count: 60_000) + "\r\n"
        let fits = "HTTP/1.1 200 OK\r\n" + String(repeating: long, count: 4) + "\r\n"
        #expect(throws: Never.self) { try read(fits) }
        #expect(throws: ResponseHeadReader.Fault.self) { try read(fits + long) }
        let many = String(repeating: "A: b\r\n", count: 1000)
        #expect(throws: Never.self) { try read("HTTP/1.1 200 OK\r\n" + many + "\r\n") }
        #expect(throws: ResponseHeadReader.Fault.self) { try read("HTTP/1.1 200 OK\r\n" + many + "A: b\r\n\r\n") }
        #expect(throws: ResponseHeadReader.Fault.self) {
            try read(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 600))
        }
    }
}

extension ResponseHeadReader {
    fileprivate mutating func read(_ line: some StringProtocol) throws(Fault) -> Head? {
        try read(Array(line.utf8))
    }

    fileprivate mutating func read(_ line: [UInt8]) throws(Fault) -> Head? {
        try line.withUnsafeBytes { (line) -> Result<Head?, Fault> in
            Result { () throws(Fault) in try read(line: line) }
        }.get()
    }
}
