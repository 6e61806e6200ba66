internal import JSON
internal import Synchronization

/// Sends requests and keeps connections, for a whole program.
///
/// libcurl does the work, on one thread that is started with the first request. Certificates are always verified, against the file that SSL_CERT_FILE, AWS_CA_BUNDLE or CURL_CA_BUNDLE names or
/// that the system has. Proxies come from `http_proxy`, `https_proxy` (or HTTPS_PROXY), `all_proxy` and `no_proxy`.
/// Nothing here retries, but for what never reached a server.
package final class HTTPSession: Sendable {
    /// What holds for all requests.
    package struct Options: Sendable {
        /// What `User-Agent` says where a request does not: product and version.
        package var userAgent: String
        /// A file of CA certificates, instead of those the environment or the system names.
        package var certificates: String?
        /// How many bytes of a stream may wait to be taken before its transfer is paused.
        package var streamWindow = 256 << 10
        /// Whether HTTP/2 is spoken with servers that have it, all requests to one sharing a connection.
        ///
        /// Off, because libcurl 7.88 does not do it reliably: a server that answers before it has read the whole body
        /// of a request makes it spin until the time is over, and a stream that is paused holds up all requests to its
        /// server. It is safe for requests without bodies whose responses are collected.
        package var offersHTTP2 = false

        package init(userAgent: String, certificates: String? = nil) {
            self.userAgent = userAgent
            self.certificates = certificates
        }
    }

    private let options: Options
    private let loop = Mutex<TransferLoop?>(nil)

    /// A session that costs nothing until the first request.
    package init(_ options: Options) {
        self.options = options
    }

    deinit {
        loop.withLock { $0 }?.close()
    }

    /// Sends a request and collects the whole response.
    ///
    /// Throws unless it is complete, whatever its status. Cancelling the task ends the transfer.
    package func response(to request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let (exchange, head) = try await follow(request, .whole)
        do throws(ExchangeFailure) {
            return HTTPResponse(head: head, body: try exchange.body())
        } catch {
            throw error.error(for: exchange.request)
        }
    }

    /// Sends a request and returns when the head of the response is there; the body is to be taken from the stream.
    package func stream(of request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let (exchange, head) = try await follow(request, .stream(window: options.streamWindow))
        return HTTPStream(exchange, head: head, session: self)
    }

    /// Sends a request and collects the response, if its body, decompressed, has at most `limit` bytes; otherwise the body
    /// is to be taken from a stream, which begins with what was collected.
    ///
    /// Then the request's time for everything counts until the stream is handed over; what bounds the rest is the
    /// request's deadline, and that the server may not send nothing for its stall timeout, or else that same time.
    package func response(
        to request: HTTPRequest, collecting limit: Int
    ) async throws(HTTPError) -> CollectedResponse {
        let window = options.streamWindow
        let (exchange, head) = try await follow(request, .collected(most: limit, window: window))
        if exchange.isStream { return .stream(HTTPStream(exchange, head: head, session: self)) }
        do throws(ExchangeFailure) {
            return .whole(HTTPResponse(head: head, body: try exchange.body()))
        } catch {
            throw error.error(for: exchange.request)
        }
    }

    /// Sends a request and the ones it is redirected to; returns the last exchange, with its body there or to come.
    private func follow(
        _ request: HTTPRequest, _ delivery: ExchangeState.Delivery
    ) async throws(HTTPError) -> (Exchange, HTTPResponseHead) {
        let latest = ContinuousClock.now + request.timeout
        let deadline = min(request.deadline ?? latest, latest)
        var current = request
        var redirects = 0
        while true {
            do throws(ExchangeFailure) {
                let exchange = try begin(current, deadline, delivery)
                await exchange.wait(for: delivery.milestone)
                let head = try exchange.head()
                guard let next = try current.redirected(by: head) else { return (exchange, head) }
                // So that the connection can be used again.
                await exchange.wait(for: .end)
                redirects += 1
                guard redirects <= request.redirects.maximum else {
                    throw ExchangeFailure(.tooManyRedirects(limit: request.redirects.maximum), wasSent: true)
                }
                current = next
            } catch {
                var failure = error
                failure.wasSent = failure.wasSent || redirects > 0
                throw failure.error(for: current)
            }
        }
    }

    private func begin(
        _ request: HTTPRequest, _ deadline: ContinuousClock.Instant, _ delivery: ExchangeState.Delivery
    ) throws(ExchangeFailure) -> Exchange {
        if Task.isCancelled { throw ExchangeFailure(.cancelled, wasSent: false) }
        if deadline <= .now { throw ExchangeFailure(.timeout(.total), wasSent: false) }
        try request.validate()
        let exchange = Exchange(request, deadline: deadline, delivery: delivery, on: try runningLoop())
        exchange.begin()
        return exchange
    }

    private func runningLoop() throws(ExchangeFailure) -> TransferLoop {
        try loop.withLock { (loop) throws(ExchangeFailure) in
            if let loop { return loop }
            let new = try TransferLoop(options)
            loop = new
            return new
        }
    }
}
