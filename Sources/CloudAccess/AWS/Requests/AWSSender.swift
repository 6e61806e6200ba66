internal import HTTPClient
internal import JSON

/// Sends small requests, each up to three times.
struct AWSSender: Sendable {
    let session: HTTPSession
    let timing: AWSTiming

    /// A whole answer, whatever its status.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        var isSuccess: Bool { 200..<300 ~= status }
        var text: String { String(decoding: body, as: UTF8.self) }

        /// What is wrong, without any of the texts that must not be shown.
        func fault(hiding secrets: [String] = []) -> AWSFault {
            AWSFault(self, hiding: secrets)
        }
    }

    /// The first wait is up to this, and each further one up to twice as long.
    private static let firstWait = Duration.milliseconds(400)
    /// What a service asks for is believed up to here.
    private static let longestAnnounced = Duration.seconds(20)
    private static let largestAnswer = 1 << 20

    /// Sends what `make` makes, which it makes anew for each attempt because signatures age. Throws when there is no
    /// answer; one that would be another if it were asked for again is only given after the last attempt.
    func answer(
        attempts: Int = 3, _ make: () async throws(AccessError) -> HTTPRequest
    ) async throws(AccessError) -> Answer {
        var attempt = 0
        while true {
            attempt += 1
            let isLast = attempt >= attempts
            let request = try await make()
            var announced = Duration.zero
            do throws(HTTPError) {
                let answer = try await send(request)
                if isLast || answer.isSuccess || !answer.fault().isTransient { return answer }
                announced = min(answer.headers.retryAfter(now: timing.now()) ?? .zero, Self.longestAnnounced)
            } catch {
                if error.kind == .cancelled { throw AccessError(.unavailable, "\(error)") }
                if isLast || !Self.mayPass(error) { throw Self.failure(error) }
            }
            let most = Self.firstWait * Double(1 << (attempt - 1))
            await timing.sleep(max(most * (0.5 + timing.draw() / 2), announced))
        }
    }

    private func send(_ original: HTTPRequest) async throws(HTTPError) -> Answer {
        var request = original
        request.bodyIsCredential = true
        request.answerIsCredential = true
        request.redirects.maximum = 0
        request.maximumBodySize = Self.largestAnswer
        request.connectTimeout = min(request.connectTimeout, .seconds(5))
        request.timeout = min(request.timeout, .seconds(20))
        // None of them changes anything.
        request.mayBeRepeated = true
        let response = try await session.response(to: request)
        return Answer(
            status: response.status, headers: response.headers, body: response.body.withUnsafeBytes { Array($0) })
    }

    /// Whether it may go well another time.
    private static func mayPass(_ error: HTTPError) -> Bool {
        switch error.kind {
        case .invalidURL, .invalidRequest, .tls, .tooLarge, .tooManyRedirects, .redirect, .cancelled: false
        default: true
        }
    }

    private static func failure(_ error: HTTPError) -> AccessError {
        switch error.kind {
        case .invalidURL, .invalidRequest: AccessError(.configuration, "\(error)")
        default: AccessError(.unavailable, "\(error)")
        }
    }
}
