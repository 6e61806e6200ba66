import Foundation
import Synchronization

/// The server's end of one connection.
public final class ScriptedPeer: Sendable {
    /// What a client asked for.
    public struct Request: Sendable {
        public var method: String
        public var target: String
        /// The fields, by their names in lowercase.
        public var headers: [String: String]
        public var body: [UInt8]
    }

    private let descriptor: CInt
    private let unread = Mutex<[UInt8]>([])
    private let isClosed = Mutex(false)

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// The next request, once it is complete; nil when the client has closed the connection.
    public func readRequest() -> Request? {
        guard let head = read(through: "\r\n\r\n") else { return nil }
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard let body = read(length) else { return nil }
        return Request(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
    }

    /// Sends the text; false when the client is gone.
    @discardableResult public func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// Sends the bytes; false when the client is gone.
    @discardableResult public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a whole answer with a length.
    @discardableResult
    public func answer(_ status: String = "200 OK", _ headers: [String] = [], body: [UInt8]) -> Bool {
        let fields = (headers + ["Content-Length: \(body.count)"]).joined(separator: "\r\n")
        return send(Array("HTTP/1.1 \(status)\r\n\(fields)\r\n\r\n".utf8) + body)
    }

    /// Sends a whole answer with a length.
    @discardableResult
    public func answer(_ status: String = "200 OK", _ headers: [String] = [], text: String = "") -> Bool {
        answer(status, headers, body: Array(text.utf8))
    }

    /// Whether nothing could be sent for `milliseconds`, because the client does not read.
    public func isBlocked(milliseconds: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, milliseconds) == 0
    }

    /// Whether something comes from the client within `milliseconds`, or it closes the connection.
    public func isReadable(milliseconds: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Waits until the client closes the connection; false when that takes more than ten seconds.
    public func waitForClose() -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        while poll(&entry, 1, 10_000) > 0 {
            if recv(descriptor, &byte, 1, 0) <= 0 { return true }
        }
        return false
    }

    /// Closes the connection as one that broke: the client gets a reset.
    public func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        // Connecting to nothing aborts the connection and keeps the descriptor ours.
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_UNSPEC)
        connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// Closes the connection.
    public func close() {
        isClosed.withLock { isClosed in
            if !isClosed { shutdown(descriptor, CInt(SHUT_RDWR)) }
            isClosed = true
        }
    }

    private func read(through end: String) -> String? {
        let end = Array(end.utf8)
        return unread.withLock { unread in
            while true {
                if let place = unread.firstRange(of: end) {
                    defer { unread.removeSubrange(..<place.upperBound) }
                    return String(decoding: unread[..<place.lowerBound], as: UTF8.self)
                }
                guard let more = receive() else { return nil }
                unread += more
            }
        }
    }

    private func read(_ count: Int) -> [UInt8]? {
        unread.withLock { unread in
            while unread.count < count {
                guard let more = receive() else { return nil }
                unread += more
            }
            defer { unread.removeSubrange(..<count) }
            return Array(unread[..<count])
        }
    }

    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }
}
