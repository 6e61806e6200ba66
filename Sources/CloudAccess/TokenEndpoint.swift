internal import DateTime
internal import HTTPClient
internal import JSON

/// Asks a server for a token: again when it is busy or cannot be reached, within bounds of time.
struct TokenEndpoint: Sendable {
    let session: HTTPSession
    let timing: AccessTiming
    /// How often a request is made, and how long connecting and everything may take.
    var attempts = 4
    var connectTimeout = Duration.seconds(5)
    var timeout = Duration.seconds(15)
    /// Whether no proxy is used.
    var isDirect = false
    /// The statuses besides the usual ones that pass when one waits.
    var passing: Set<Int> = []

    /// One that runs on the machine, or beside it: it answers at once, or is not there, and is never behind a proxy.
    static func near(_ session: HTTPSession, _ timing: AccessTiming) -> TokenEndpoint {
        TokenEndpoint(
            session: session, timing: timing, attempts: 3, connectTimeout: .seconds(1), timeout: .seconds(5),
            isDirect: true)
    }

    /// What the server answers, whatever its status.
    func answer(to request: HTTPRequest) async throws(HTTPError) -> TokenAnswer {
        var message = request
        message.connectTimeout = connectTimeout
        message.timeout = timeout
        message.maximumBodySize = 1 << 20
        message.redirects.maximum = 0
        message.isDirect = isDirect
        message.bodyIsCredential = true
        message.answerIsCredential = true
        message.mayBeRepeated = true
        var attempt = 1
        while true {
            do throws(HTTPError) {
                let response = try await session.response(to: message)
                let status = response.status
                let mayPass = [408, 429].contains(status) || status >= 500 || passing.contains(status)
                if !mayPass || attempt >= attempts { return TokenAnswer(response, now: timing.date()) }
            } catch {
                // Nobody listens where there is no such server: that does not change by waiting.
                if attempt >= attempts || !error.mayPassSoon { throw error }
            }
            await timing.sleep(.milliseconds(200) * (1 << attempt))
            attempt += 1
        }
    }
}

/// What a server that gives tokens answered.
struct TokenAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    /// Null when it is not JSON.
    var body: JSONValue
    /// By how much the server's clock is ahead of ours, in seconds.
    var clockOffset: Int64

    init(_ response: consuming HTTPResponse, now: Timestamp) {
        status = response.status
        headers = response.headers
        let date = response.headers["Date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
        clockOffset = date.unixSeconds - now.unixSeconds
        body = (try? JSONValue.parse(response.body)) ?? .null
    }

    /// The token in a good answer.
    var token: AccessToken? {
        guard status == 200, let text = body["access_token"]?.string, !text.isEmpty, text.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        return AccessToken(text)
    }

    /// How long the token lives. Some servers write the number as a string, some say when instead of how long.
    func lifetime(from date: Timestamp) -> Duration? {
        if let seconds = body["expires_in"]?.wholeNumber { return .seconds(min(max(seconds, 0), 1 << 32)) }
        guard let end = body["expires_on"]?.wholeNumber else { return nil }
        return .seconds(min(max(end, 0), 1 << 40) - date.unixSeconds)
    }

    /// What the server says is wrong, on one line.
    var complaint: String {
        let code = body["error"]?.string ?? body["error"]?["status"]?.string
        let text = body["error_description"]?.string ?? body["error"]?["message"]?.string ?? body["message"]?.string
        let parts = [code, text].compactMap { $0 }.map(Self.onOneLine)
        return parts.isEmpty ? "it answered \(status)" : "\(parts.joined(separator: ": ")) (\(status))"
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static func onOneLine(_ text: String) -> String {
        let line = text.unicodeScalars.prefix { $0 != "\r" && $0 != "\n" }
        return String(String.UnicodeScalarView(line.prefix(300)))
    }
}

extension JSONValue {
    fileprivate var wholeNumber: Int64? { int64 ?? string.flatMap { Int64($0) } }
}

extension HTTPError {
    fileprivate var mayPassSoon: Bool {
        switch kind {
        case .connectionLost, .truncated, .protocol, .other, .timeout(.total), .timeout(.stall): true
        case .nameResolution, .connect, .timeout(.connect): false
        case .invalidURL, .invalidRequest, .tls, .tooLarge, .tooManyRedirects, .redirect, .cancelled: false
        }
    }
}
