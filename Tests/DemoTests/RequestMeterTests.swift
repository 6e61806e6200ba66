import Testing

@testable import Demo

@Suite struct RequestMeterTests {
    private typealias Admission = RequestMeter.Admission

    private func meter(_ change: (inout DemoSettings) -> Void) -> RequestMeter {
        var settings = DemoSettings()
        change(&settings)
        return RequestMeter(settings)
    }

    @Test func `beyond the limit of a second requests are refused until the next`() {
        var meter = meter { $0.requestsPerSecond = 2 }
        let start = ContinuousClock.now
        let expected: [(at: Duration, Admission)] = [
            (.zero, Admission(verdict: .serve, request: 1, remaining: 1)),
            (.milliseconds(10), Admission(verdict: .serve, request: 2, remaining: 0)),
            (.milliseconds(20), Admission(verdict: .refuse, request: 3, remaining: 0)),
            (.milliseconds(999), Admission(verdict: .refuse, request: 4, remaining: 0)),
            (.milliseconds(1_000), Admission(verdict: .serve, request: 5, remaining: 1)),
            (.milliseconds(5_000), Admission(verdict: .serve, request: 6, remaining: 1)),
        ]
        for (time, admission) in expected {
            #expect(meter.admit(at: start + time) == admission)
        }
    }

    @Test func `without a limit all are served`() {
        var meter = meter { _ in }
        let now = ContinuousClock.now
        for number in 1...1_000 { #expect(meter.admit(at: now) == Admission(verdict: .serve, request: number)) }
    }

    @Test func `errors are as many as asked for, and the same for one seed`() {
        func verdicts(_ rate: Double, seed: UInt64 = 1) -> [Admission.Verdict] {
            var meter = meter { ($0.errorRate, $0.seed) = (rate, seed) }
            return (0..<10_000).map { _ in meter.admit(at: .now).verdict }
        }
        let some = verdicts(0.1)
        #expect((900...1_100).contains(some.count { $0 != .serve }))
        #expect((400...600).contains(some.count { $0 == .fail(status: 503) }))
        #expect(some.allSatisfy { [.serve, .fail(status: 500), .fail(status: 503)].contains($0) })
        #expect(verdicts(0.1) == some)
        #expect(verdicts(0.1, seed: 2) != some)
        #expect(verdicts(1).allSatisfy { $0 != .serve })
        #expect(verdicts(0).allSatisfy { $0 == .serve })
    }
}
