internal import DateTime
internal import HTTPClient
internal import Synchronization

/// How a piece of an upload is sent: once. When its answer is lost nobody knows how much of it has arrived, and where to
/// go on; so what is sent again is a question instead.
///
///     PUT session    Content-Range: bytes 0-262143/*         the piece; the last one says the size in place of *
///     PUT session    Content-Range: bytes */*                the question, with no body
final class ResumptionDialect: StoreDialect {
    private let session: HTTPURL
    private let dialect: GCSDialect
    private let wasSent = Mutex(false)

    /// For one request to the address of an upload.
    init(_ session: HTTPURL, _ dialect: GCSDialect) {
        self.session = session
        self.dialect = dialect
    }

    /// The address is a secret of its own: no token is shown.
    func request(_ request: StoreRequest, at time: Timestamp) -> HTTPRequest {
        let isQuestion = wasSent.withLock { wasSent in
            defer { wasSent = true }
            return wasSent && request.body != nil
        }
        let headers = request.headers.map { name, value in
            HTTPHeader(name, isQuestion && name == "Content-Range" ? Self.question(value) : value)
        }
        return HTTPRequest(
            request.method, session, headers: HTTPHeaders(headers), body: isQuestion ? [] : request.body)
    }

    /// `bytes */size` in place of `bytes from-to/size`.
    private static func question(_ range: String) -> String {
        "bytes *" + (range.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(range[$0...]) } ?? "/*")
    }

    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        dialect.fault(in: answer, to: request)
    }

    func mend(_ remedy: StoreRemedy, of message: HTTPRequest) async -> Bool {
        await dialect.mend(remedy, of: message)
    }
}
