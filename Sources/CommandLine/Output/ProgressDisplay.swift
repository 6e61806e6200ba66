internal import Actions
internal import Connector
internal import Sync

/// Shows a person how far a run is, where standard error is a terminal.
struct ProgressDisplay {
    /// How often the line is drawn anew.
    private static let interval = Duration.milliseconds(200)

    let console: Console
    let progress: SyncProgress
    let activity: Activity
    let deadline: Deadline

    /// Shows progress as long as `body` runs.
    func during<Value: Sendable>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard console.errorIsTerminal else { return try await body() }
        let result = await withDiscardingTaskGroup { tasks -> Result<Value, Failure> in
            tasks.addTask { await draw() }
            defer { tasks.cancelAll() }
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        console.hideProgress()
        return try result.get()
    }

    private func draw() async {
        let start = ContinuousClock.now
        var meter = RateMeter()
        while true {
            do {
                try await Task.sleep(for: Self.interval)
            } catch {
                return
            }
            // Nothing is read yet, or nothing is to be read at all.
            if progress.streams == 0 { continue }
            console.showProgress(line(meter.rate(progress.records, at: .now - start)).text)
        }
    }

    private func line(_ rate: Int?) -> ProgressLine {
        ProgressLine(
            finishedStreams: progress.finishedStreams, streams: progress.streams, stream: progress.stream,
            records: progress.records, bytes: activity.bytes, rate: rate, isThrottled: activity.isWaiting,
            remaining: deadline.remaining)
    }
}
