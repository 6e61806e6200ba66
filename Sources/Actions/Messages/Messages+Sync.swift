package import Connector
package import JSON
package import Sync

/// The messages of `curlew read`.
extension Messages {
    package static func log(_ level: LogLevel, _ message: String) -> JSONValue {
        ["type": "LOG", "log": ["level": .string(level.name), "message": .string(message)]]
    }

    /// How far a stream was read.
    package static func state(of stream: String, _ state: JSONObject) -> JSONValue {
        [
            "type": "STATE",
            "state": [
                "type": "STREAM",
                "stream": ["stream_descriptor": ["name": .string(stream)], "stream_state": .object(state)],
            ],
        ]
    }

    /// How far all streams were read: what the next sync begins with.
    package static func state(_ state: JSONValue) -> JSONValue {
        ["type": "STATE", "state": state]
    }

    package static func summary(_ report: SyncReport, output: JSONValue, _ activity: Activity) -> JSONValue {
        var summary = JSONObject()
        summary["status"] = .string(report.status.rawValue)
        summary["connector"] = .string(report.connector)
        summary["total_records"] = .integer(Int64(report.recordCount))
        summary["total_streams"] = .integer(Int64(report.streams.count))
        for (name, status) in [("successful", SyncReport.Status.succeeded), ("failed", .failed)] {
            summary["\(name)_streams"] = .integer(Int64(report.streams.count { $0.status == status }))
        }
        let unfinished = report.streams.count { $0.status == .incomplete }
        if unfinished > 0 { summary["incomplete_streams"] = .integer(Int64(unfinished)) }
        summary["duration_ms"] = .integer(report.duration.milliseconds)
        summary["requests"] = .integer(Int64(activity.requests))
        summary["retries"] = .integer(Int64(activity.retries))
        summary["bytes"] = .integer(Int64(activity.bytes))
        summary["waited_ms"] = .integer(activity.waited.milliseconds)
        summary["resume_after"] = report.resumeAfter.map { .integer($0.seconds) }
        summary["output"] = output
        summary["streams"] = .array(report.streams.map(stream))
        return ["type": "SYNC_SUMMARY", "summary": .object(summary)]
    }

    /// The summary of a sync that could not begin.
    package static func summary(
        of failure: Failure, _ connector: String?, output: JSONValue, after duration: Duration
    ) -> JSONValue {
        [
            "type": "SYNC_SUMMARY",
            "summary": [
                "status": .string(SyncReport.Status.failed.rawValue),
                "connector": connector.map { .string($0) } ?? .null, "total_records": 0, "total_streams": 0,
                "successful_streams": 0, "failed_streams": 0, "duration_ms": .integer(duration.milliseconds),
                "error": .string(failure.description), "error_kind": .string(failure.kind.rawValue),
                "output": output, "streams": [],
            ],
        ]
    }

    /// A stream in a summary.
    package static func stream(_ report: StreamReport) -> JSONValue {
        var stream = JSONObject()
        stream["stream"] = .string(report.stream)
        stream["status"] = .string(report.status == .succeeded ? "SUCCESS" : report.status.rawValue)
        if let failure = report.failure {
            stream["error"] = .string(failure.description)
            stream["error_kind"] = .string(failure.kind.rawValue)
        }
        stream["records_synced"] = .integer(Int64(report.recordCount))
        stream["pages"] = .integer(Int64(report.pageCount))
        if report.errorCount > 0 { stream["errors"] = .integer(Int64(report.errorCount)) }
        if !report.notes.isEmpty { stream["notes"] = .array(report.notes.map { .string($0) }) }
        stream["duration_ms"] = .integer(report.duration.milliseconds)
        if let first = report.files.first {
            stream["output_file"] = .string(first.location)
            stream["files"] = .array(report.files.map(file))
        }
        return .object(stream)
    }
}

extension Messages {
    private static func file(_ file: OutputFile) -> JSONValue {
        [
            "path": .string(file.location), "rows": .integer(Int64(file.rows)), "bytes": .integer(Int64(file.bytes)),
            "row_groups": .integer(Int64(file.rowGroups)),
        ]
    }
}

extension LogLevel {
    /// The level as messages show it.
    package var name: String {
        switch self {
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    package var milliseconds: Int64 {
        Int64(clamping: components.seconds) * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded up.
    package var seconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
