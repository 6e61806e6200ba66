internal import Connector
internal import Glibc
internal import HTTPClient
internal import JSON
internal import Synchronization

/// Writes every exchange to `exchanges.jsonl` in a folder, one in a line, behind what is there already. No secret is
/// written.
final class RecordingTransport: Transport {
    /// A larger body is not recorded: the request fails.
    static let largestBody = 64 << 20

    private let transport: any Transport
    private let scrubbing: Scrubbing
    private let path: String
    private let descriptor: Mutex<CInt>

    /// Records what passes through another transport. Makes the folder where there is none.
    init(_ transport: any Transport, folder: String, secrets: Secrets) throws(Failure) {
        self.transport = transport
        scrubbing = Scrubbing(secrets: secrets)
        path = folder + "/exchanges.jsonl"
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw Self.cannotWrite(folder) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.cannotWrite(path) }
        self.descriptor = Mutex(descriptor)
    }

    deinit {
        _ = descriptor.withLock { close($0) }
    }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        let answer = try await transport.answer(to: request, collecting: limit)
        let head = answer.head
        switch answer.takeBody() {
        case .whole(let body):
            try record(request, head, body)
            return Answer(head: head, body: .whole(body))
        case .stream(var stream):
            let body = try await Self.collect(&stream, of: request)
            try record(request, head, body)
            return Answer(head: head, body: .stream(HTTPStream(head: head, body: body)))
        }
    }

    private static func collect(
        _ stream: inout HTTPStream, of request: HTTPRequest
    ) async throws(HTTPError) -> PaddedBytes {
        var body = PaddedBytes()
        var piece = PaddedBytes()
        while try await stream.next(into: &piece) {
            guard body.count + piece.count <= largestBody else {
                let reason = "the answer is larger than the \(largestBody >> 20) MB that a recording may hold"
                throw HTTPError(.other(reason), method: request.method, url: request.url.redacted, wasSent: true)
            }
            piece.withUnsafeBytes { body.append($0) }
        }
        return body
    }

    private func record(
        _ request: HTTPRequest, _ head: HTTPResponseHead, _ body: borrowing PaddedBytes
    ) throws(HTTPError) {
        var exchange = RecordedExchange(
            request: RecordedExchange.Request(method: request.method.description, url: request.url.description),
            response: RecordedExchange.Response(status: head.status))
        exchange.request.headers = request.headers.fields.map { field in
            RequestDraft.NamedText(name: field.name, text: field.isCredential ? Secrets.mask : field.value)
        }
        exchange.request.body = request.body.flatMap { RecordedBody($0) }
        if head.url != request.url { exchange.response.url = head.url.description }
        exchange.response.headers = head.headers.fields.compactMap { field in
            Self.isOfTransfer(field.name) ? nil : RequestDraft.NamedText(name: field.name, text: field.value)
        }
        exchange.response.body = RecordedBody(body.withUnsafeBytes { Array($0) })
        let scrubbed = scrubbing.scrubbed(exchange, tokens: request.answerIsCredential)
        do throws(Failure) {
            try write(scrubbed.json.description + "\n")
        } catch {
            throw HTTPError(.other(error.message), method: request.method, url: request.url.redacted, wasSent: true)
        }
    }

    /// Whether a field says how the body was transferred, which it no longer is.
    private static func isOfTransfer(_ name: String) -> Bool {
        ["content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive"]
            .contains(name.lowercased())
    }

    private func write(_ line: String) throws(Failure) {
        let bytes = Array(line.utf8)
        let isWritten = descriptor.withLock { descriptor in
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes { bytes in
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                    return Glibc.write(descriptor, rest.baseAddress, rest.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
        if !isWritten { throw Self.cannotWrite(path) }
    }

    private static func cannotWrite(_ path: String) -> Failure {
        Failure(.config, "cannot write the recording \(path): \(String(cString: strerror(errno)))")
    }
}
