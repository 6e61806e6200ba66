internal import CloudAccess
internal import DateTime
internal import HTTPClient
internal import JSON
internal import Synchronization

/// Sends the requests of one store: with credentials, and again where that helps.
final class StoreSender: Sendable {
    private let session: HTTPSession
    private let dialect: any StoreDialect
    private let timing: StoreTiming
    private let deadline: ContinuousClock.Instant?
    /// By how much the clock of the store is ahead of ours, in milliseconds.
    private let clockOffset = Mutex<Int64>(0)

    /// A sender that gives up at a deadline.
    init(
        _ session: HTTPSession, _ dialect: any StoreDialect, timing: StoreTiming = StoreTiming(),
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.session = session
        self.dialect = dialect
        self.timing = timing
        self.deadline = deadline
    }

    /// Sends a request until there is an answer of the kind it accepts.
    func answer(to request: StoreRequest) async throws(StoreError) -> StoreAnswer {
        var repetition = Repetition()
        while true {
            let offset = clockOffset.withLock { $0 }
            let date = timing.date()
            let time = Timestamp(unixMilliseconds: date.unixMilliseconds &+ offset) ?? date
            var message = try await self.message(for: request, at: time)
            bound(&message, to: request)
            let fault: StoreFault
            var announced: Duration?
            do throws(HTTPError) {
                let response = try await session.response(to: message)
                let answer = StoreAnswer(response)
                guard let found = dialect.fault(in: answer, to: request) else { return answer }
                fault = found
                announced = answer.headers.retryAfter(now: time)
                if fault.remedy == .correctClock { learnClock(from: answer) }
            } catch {
                fault = StoreFault(
                    error: StoreError(
                        error.isTooLarge ? .tooLarge : .unavailable, "cannot \(request.purpose): \(error)"),
                    remedy: error.mayPass ? .wait : nil)
            }
            try await prepareRepetition(of: message, after: fault, announced, &repetition)
        }
    }

    /// A message with credentials, which may have to be asked for elsewhere first.
    private func message(
        for request: StoreRequest, at time: Timestamp
    ) async throws(StoreError) -> HTTPRequest {
        let dialect = dialect
        let message = await resultInTime(by: deadline) { () async -> Result<HTTPRequest, StoreError> in
            do throws(StoreError) {
                return .success(try await dialect.request(request, at: time))
            } catch {
                return .failure(error)
            }
        }
        guard let message else {
            throw StoreError(.late, "cannot \(request.purpose): there was no time to ask for credentials")
        }
        return try message.get()
    }

    /// Throws the fault's error when the request is not to be made again.
    private func prepareRepetition(
        of message: HTTPRequest, after fault: StoreFault, _ announced: Duration?, _ repetition: inout Repetition
    ) async throws(StoreError) {
        guard let remedy = fault.remedy, !Task.isCancelled else { throw fault.error }
        if remedy == .wait {
            guard let wait = repetition.wait(announced: announced, draw: timing.draw()) else {
                throw StoreError(
                    fault.error.kind, "\(fault.error.message) (tried \(repetition.attempts) times)",
                    hint: fault.error.hint)
            }
            if let deadline, timing.now() + wait >= deadline {
                throw StoreError(.late, fault.error.message, hint: fault.error.hint)
            }
            await timing.sleep(wait)
        } else {
            guard repetition.mayTry(remedy) else { throw fault.error }
            if remedy == .correctClock { return }
            let dialect = dialect
            let isMended = await resultInTime(by: deadline) { await dialect.mend(remedy, of: message) }
            guard isMended ?? false else { throw fault.error }
        }
    }

    private func learnClock(from answer: StoreAnswer) {
        let now = timing.date()
        guard let text = answer.headers["Date"], let theirs = HTTPDate.parse(text, now: now) else { return }
        clockOffset.withLock { $0 = theirs.unixMilliseconds - now.unixMilliseconds }
    }

    private func bound(_ message: inout HTTPRequest, to request: StoreRequest) {
        message.stallTimeout = timing.stallTimeout
        message.deadline = deadline
        message.maximumBodySize = request.answerLimit
        message.redirects.maximum = 0
        // Every request here may be made twice, by libcurl and by networks too: whoever sends one that is not idempotent finds
        // out by the mark in the object.
        message.mayBeRepeated = true
        message.decodesBody = false
    }
}

extension StoreAnswer {
    init(_ response: consuming HTTPResponse) {
        status = response.status
        headers = response.headers
        let bytes = response.takeBody()
        body = bytes.withUnsafeBytes { Array($0) }
    }
}

extension HTTPError {
    fileprivate var isTooLarge: Bool {
        if case .tooLarge = kind { true } else { false }
    }

    /// Whether the same request may get an answer later.
    fileprivate var mayPass: Bool {
        switch kind {
        case .nameResolution, .connect, .timeout, .connectionLost, .truncated, .protocol, .other: true
        case .invalidURL, .invalidRequest, .tls, .tooLarge, .tooManyRedirects, .redirect, .cancelled: false
        }
    }
}
