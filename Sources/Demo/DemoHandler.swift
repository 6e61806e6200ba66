internal import Glibc
internal import Synchronization

/// Answers requests from any thread: what is counted, held back and refused before the API is asked.
final class DemoHandler: Sendable {
    private let settings: DemoSettings
    private let api: DemoAPI
    private let meter: Mutex<RequestMeter>

    /// A handler for the API of some settings; `server` is what it calls itself in tokens.
    init(_ settings: DemoSettings, server: UInt64) {
        self.settings = settings
        api = DemoAPI(data: DemoData(settings), server: server)
        meter = Mutex(RequestMeter(settings))
    }

    /// Answers a request after the time that each answer takes.
    func answer(_ request: DemoRequest, method: String) -> DemoAnswer {
        let admission = meter.withLock { $0.admit(at: .now) }
        settings.latency.passInThisThread()
        var answer = self.answer(request, method, admission)
        if let remaining = admission.remaining {
            answer.headers += [
                ("X-RateLimit-Limit", String(settings.requestsPerSecond)),
                ("X-RateLimit-Remaining", String(remaining)),
                // Seconds from now on.
                ("X-RateLimit-Reset", "1"),
            ]
        }
        return answer
    }

    private func answer(
        _ request: DemoRequest, _ method: String, _ admission: RequestMeter.Admission
    ) -> DemoAnswer {
        switch admission.verdict {
        case .refuse:
            var answer = DemoAnswer(Refusal(status: 429, message: "too many requests in a second; come back later"))
            answer.headers = [("Retry-After", "1")]
            return answer
        case .fail(let status):
            return DemoAnswer(Refusal(status: status, message: "this failure was asked for by `error_rate`"))
        case .serve:
            guard method == "GET" || method == "HEAD" else {
                var answer = DemoAnswer(Refusal(status: 405, message: "everything here is asked for by GET"))
                answer.headers = [("Allow", "GET, HEAD")]
                return answer
            }
            return api.answer(request, number: admission.request)
        }
    }
}

extension Duration {
    /// Lets the time pass. Each connection has a thread of its own, so that no other answer waits for it.
    fileprivate func passInThisThread() {
        guard self > .zero else { return }
        var time = timespec(
            tv_sec: Int(components.seconds), tv_nsec: Int(components.attoseconds / 1_000_000_000))
        var rest = timespec()
        while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
    }
}
