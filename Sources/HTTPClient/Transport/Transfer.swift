internal import CCurl
internal import JSON

/// An exchange that libcurl works on. It lives on the transferring thread, from the first byte sent to the last read.
final class Transfer {
    let exchange: Exchange
    private(set) var handle: EasyHandle
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var bodyPosition = 0
    private var headReader = ResponseHeadReader()
    private var promisedSize: Int?
    private var deadline: ContinuousClock.Instant?
    private let start = ContinuousClock.now
    private var isUnhurried = false

    init(_ exchange: Exchange, on handle: EasyHandle) {
        self.exchange = exchange
        self.handle = handle
        deadline = exchange.deadline
        errorText.pointee = 0
    }

    deinit {
        errorText.deallocate()
        curl_slist_free_all(fields)
    }

    /// Sets all that libcurl must know. Throws when it does not accept something.
    func prepare(
        _ options: HTTPSession.Options, certificates: String?, share: UnsafeMutableRawPointer?
    ) throws(ExchangeFailure) {
        let request = exchange.request
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_URL, request.url.description)
        handle.set(CURLOPT_PATH_AS_IS, true)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOSIGNAL, true)
        // Otherwise whoever cancels waits for the name server.
        handle.set(CURLOPT_QUICK_EXIT, true)
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        handle.set(CURLOPT_TCP_KEEPALIVE, true)
        if request.isDirect { handle.set(CURLOPT_PROXY, "") }
        handle.set(CURLOPT_PRIVATE, pointer: context)
        handle.set(CURLOPT_SHARE, pointer: share)
        handle.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        handle.set(CURLOPT_WRITEDATA, pointer: context)
        handle.set(CURLOPT_HEADERDATA, pointer: context)
        handle.setCallbacks(write: receiveBody, header: receiveHeader)
        // A handle that still has a buffer refuses another size, and may well use that buffer.
        _ = curlew_curl_set_long(handle.pointer, CURLOPT_BUFFERSIZE, Transfer.bufferSize)
        if let body = request.body, body.count > Transfer.bufferSize {
            _ = curlew_curl_set_long(handle.pointer, CURLOPT_UPLOAD_BUFFERSIZE, Transfer.uploadBufferSize)
        }
        setVersion(options)
        setTimes()
        if let certificates { setCertificates(certificates) }
        setMethod(context)
        setFields(userAgent: options.userAgent)
        guard handle.fault == CURLE_OK else { throw TransferOutcome(code: handle.fault).failure }
    }

    /// As libcurl reads from a socket at once. TLS hands over 16 KB at most; plain connections have more. It is a buffer that
    /// libcurl allocates for every transfer: it must stay below the size from which the C library asks the system for memory.
    private static let bufferSize = 31 << 10
    /// As libcurl writes to a socket at once, where there is much to write.
    private static let uploadBufferSize = 512 << 10

    /// By how much libcurl's clock may be ahead of ours when it finds a transfer overdue.
    private static let clockTolerance = Duration.milliseconds(20)

    /// One version for all requests to servers with TLS, because libcurl 7.88 confuses requests when a host has
    /// connections of both. Where connections may be shared, requests wait for one that is under way.
    private func setVersion(_ options: HTTPSession.Options) {
        let mayShare = options.offersHTTP2 && exchange.request.url.scheme == .https
        handle.set(CURLOPT_HTTP_VERSION, Int(mayShare ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
        handle.set(CURLOPT_PIPEWAIT, mayShare)
    }

    private func setTimes() {
        let request = exchange.request
        handle.set(CURLOPT_TIMEOUT_MS, (exchange.deadline - .now).roundedUpMilliseconds)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.roundedUpMilliseconds)
        if let stall = request.stallTimeout { setStallTimeout(stall) }
    }

    private func setStallTimeout(_ timeout: Duration) {
        handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        handle.set(CURLOPT_LOW_SPEED_TIME, (timeout.roundedUpMilliseconds + 999) / 1000)
    }

    /// The folder that Debian's libcurl looks into besides the file is taken out: libcurl keeps what it read only when
    /// it is a file, which saves 20 ms for each connection.
    private func setCertificates(_ path: String) {
        for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] { handle.set(option, path) }
        for option in [CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH] { handle.set(option, nil) }
        handle.set(CURLOPT_CA_CACHE_TIMEOUT, -1)
    }

    /// A body that may not be sent twice cannot be rewound, so that libcurl, which sends a request again when a kept
    /// connection turns out to be dead, fails instead. Where there is nothing to rewind no connection is used again.
    private func setMethod(_ context: UnsafeMutableRawPointer) {
        let request = exchange.request
        let mayBeRepeated = request.mayBeRepeated ?? request.method.isIdempotent
        if let body = request.body ?? (request.method.hasBody ? [] : nil) {
            handle.set(CURLOPT_POST, true)
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
            handle.set(CURLOPT_READDATA, pointer: context)
            handle.set(CURLOPT_SEEKDATA, pointer: context)
            handle.setBodyCallbacks(read: sendBody, seek: mayBeRepeated ? rewindBody : nil)
            if body.isEmpty, !mayBeRepeated { handle.set(CURLOPT_FRESH_CONNECT, true) }
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.description)
        } else if request.method == .head {
            handle.set(CURLOPT_NOBODY, true)
        } else {
            handle.set(CURLOPT_HTTPGET, true)
            if request.method != .get { handle.set(CURLOPT_CUSTOMREQUEST, request.method.description) }
            if !mayBeRepeated { handle.set(CURLOPT_FRESH_CONNECT, true) }
        }
    }

    private func setFields(userAgent: String) {
        let request = exchange.request
        var texts = request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if request.headers["User-Agent"] == nil { texts.append("User-Agent: \(userAgent)") }
        if request.headers["Accept-Encoding"] == nil, request.decodesBody {
            texts.append("Accept-Encoding: \(BodyDecoder.offered)")
        }
        // Without these, libcurl adds fields of its own; with the second it would also wait a second for permission.
        for name in ["Content-Type", "Expect"] where request.headers[name] == nil { texts.append("\(name):") }
        for text in texts { fields = curl_slist_append(fields, text) ?? fields }
        handle.set(CURLOPT_HTTPHEADER, list: fields)
    }

    /// Tells the exchange how the transfer ended; returns the caller, if it is to be woken now.
    func ended(_ code: CURLcode) -> CheckedContinuation<Void, Never>? {
        if exchange.isOver { return nil }
        return exchange.end(code == CURLE_OK ? .success(()) : .failure(outcome(code).failure))
    }

    private func outcome(_ code: CURLcode) -> TransferOutcome {
        TransferOutcome(
            code: code, detail: String(cString: errorText),
            wasConnected: handle.offset(CURLINFO_PRETRANSFER_TIME_T) > 0,
            wroteRequest: handle.long(CURLINFO_REQUEST_SIZE) > 0, hasHead: headReader.isComplete,
            isOverdue: deadline.map { $0 - .now < Self.clockTolerance } ?? false)
    }

    /// Takes the time for the whole answer back, once its body turns out to be taken piece by piece: how long that takes
    /// is not the server's doing. What remains is the caller's deadline, and that the server must not stall.
    private func lingerOnStream() {
        guard !isUnhurried, exchange.outlivesTimeout, exchange.isStream else { return }
        isUnhurried = true
        let request = exchange.request
        deadline = request.deadline
        handle.set(CURLOPT_TIMEOUT_MS, deadline.map { ($0 - start).roundedUpMilliseconds } ?? 0)
        setStallTimeout(request.stallTimeout ?? request.timeout)
    }
}

/// What the callbacks do.
extension Transfer {
    /// Reads a line of the head; false to stop.
    func received(line: UnsafeRawBufferPointer) -> Bool {
        do {
            guard let head = try headReader.read(line: line) else { return true }
            return try began(head)
        } catch let fault as ResponseHeadReader.Fault {
            exchange.ended(.failure(ExchangeFailure(.protocol(fault.reason), wasSent: true)))
        } catch {
            exchange.ended(.failure(error as? ExchangeFailure ?? ExchangeFailure(.other("\(error)"), wasSent: true)))
        }
        return false
    }

    private func began(_ head: ResponseHeadReader.Head) throws(ExchangeFailure) -> Bool {
        let request = exchange.request
        let response = HTTPResponseHead(status: head.status, headers: head.headers, url: request.url)
        let isRedirect = request.isRedirect(response)
        let hasBody = request.method != .head && head.status != 204 && head.status != 304
        let isDecoded = hasBody && !isRedirect && request.decodesBody
        let coding = isDecoded ? head.headers["Content-Encoding"] : nil
        let decoder = try BodyDecoder.named(coding, limit: request.maximumBodySize)
        promisedSize = hasBody ? head.promisedSize : nil
        let verdict = exchange.headArrived(
            response, promisedSize: promisedSize, dropsBody: isRedirect, decoder: decoder)
        lingerOnStream()
        return verdict != .stop
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> ExchangeState.Verdict {
        defer { lingerOnStream() }
        return exchange.bytesArrived(bytes, promisedSize: promisedSize)
    }

    /// Fills `buffer` from the request's body; returns how many bytes it wrote.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let body = exchange.request.body, bodyPosition < body.count else { return 0 }
        return body.withUnsafeBytes { body in
            let piece = UnsafeRawBufferPointer(rebasing: body.dropFirst(bodyPosition).prefix(buffer.count))
            buffer.copyMemory(from: piece)
            bodyPosition += piece.count
            return piece.count
        }
    }

    /// Goes to a place in the request's body.
    func rewind(to position: Int) {
        bodyPosition = max(position, 0)
    }
}
