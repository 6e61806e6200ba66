import Connector
import Testing

@testable import CommandLine

@Suite struct ProgressTests {
    @Test func `a line says what there is to say`() {
        var line = ProgressLine(finishedStreams: 1, streams: 3, stream: "trees", records: 1_234_567)
        #expect(line.text == "1/3 streams · trees · 1,234,567 records")
        (line.bytes, line.rate, line.isThrottled, line.remaining) = (3_450_000, 999, true, .seconds(75))
        #expect(
            line.text
                == "1/3 streams · trees · 1,234,567 records · 3.4 MB · 999/s · held back by the source · 1 min 15 s left"
        )
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (100_000, "100,000"), (1_000_000, "1,000,000"), (-1_000, "-1,000"),
        (-100, "-100"),
    ])
    func `thousands are set apart`(number: Int, text: String) {
        #expect(ProgressLine.grouped(number) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (12_345, "12 kB"), (999_999, "999 kB"), (1_250_000, "1.2 MB"),
        (7_000_000_000, "7.0 GB"), (.max, "9223372.0 TB"),
    ])
    func `sizes have a unit`(bytes: Int, text: String) {
        #expect(ProgressLine.size(bytes) == text)
    }

    @Test(arguments: [
        (Duration.zero, "0.0 s"), (.milliseconds(9_999), "9.9 s"), (.seconds(59), "59 s"), (.seconds(60), "1 min 0 s"),
        (.seconds(3_600), "1 h 0 min"), (.seconds(90_061), "25 h 1 min"),
    ])
    func `durations have two units`(duration: Duration, text: String) {
        #expect(ProgressLine.time(duration) == text)
    }

    @Test func `the rate is that of the last seconds`() {
        var meter = RateMeter()
        #expect(meter.rate(0, at: .zero) == nil)
        #expect(meter.rate(100, at: .milliseconds(200)) == nil)
        #expect(meter.rate(1_000, at: .seconds(1)) == 1_000)
        #expect(meter.rate(1_000, at: .seconds(2)) == 500)
        for second in 3...7 { _ = meter.rate(1_000 + (second - 2) * 10, at: .seconds(second)) }
        #expect(meter.rate(1_060, at: .seconds(8)) == 10)
    }

    @Test func `a terminal sees progress while it reads, and no trace of it afterwards`() async throws {
        let source = FakeSource(streams: [.init("trees", pages: [2, 1])]) { _, page in
            if page == 1 { try? await Task.sleep(for: .milliseconds(500)) }
        }
        let (code, output, terminal) = try await capturedWithTerminal(
            Program(catalog: FakeCatalog(source)), ["read"] + FakeCatalog.options + ["--max-seconds", "60"])
        #expect(code == .succeeded)
        #expect(!output.contains("\u{1B}"))
        let draws = terminal.split(separator: "\r", omittingEmptySubsequences: true)
        #expect(draws.first?.wholeMatch(of: /0\/1 streams · trees · [0-9]+ records .*left\x1B\[K/) != nil)
        #expect(terminal.contains(/left\x1B\[K\r\x1B\[K3 records of 1 stream in [0-9.]+ s\n$/))
    }

    @Test func `a file sees no progress`() async throws {
        let source = FakeSource(streams: [.init("trees", pages: [1])]) { _, _ in
            try? await Task.sleep(for: .milliseconds(300))
        }
        let result = try await captured(Program(catalog: FakeCatalog(source)), ["read"] + FakeCatalog.options)
        #expect(result.error == "")
    }
}
