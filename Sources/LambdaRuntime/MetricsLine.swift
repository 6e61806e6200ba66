internal import Actions
internal import Connector
internal import DateTime
internal import Glibc
internal import JSON

/// What an invocation did, in CloudWatch's embedded metric format: a line of the log that becomes metrics without a request.
struct MetricsLine: Sendable {
    private var requestID: String
    private var connector = "none"
    private var values: [(name: String, unit: String, value: Int64)] = []
    private var duration = Duration.zero
    private var failures: Int64 = 0

    init(requestID: String) {
        self.requestID = requestID
    }

    mutating func add(_ answer: EventAnswer) {
        connector = answer.members["connector"]?.string ?? connector
        func number(_ name: String) -> Int64 { answer.members[name]?.int64 ?? 0 }
        values = [
            ("Records", "Count", number("total_records")), ("Bytes", "Bytes", number("bytes")),
            ("Requests", "Count", number("requests")), ("Retries", "Count", number("retries")),
            ("ThrottledTime", "Milliseconds", number("waited_ms")), ("Files", "Count", Int64(answer.fileCount)),
        ]
        if answer.members["status"] == "FAILED" { failures += 1 }
    }

    mutating func add(_ failure: Failure) { failures += 1 }

    mutating func end(after duration: Duration) { self.duration = duration }

    var json: JSONValue {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let all =
            values + [
                ("Failures", "Count", failures), ("Duration", "Milliseconds", duration.milliseconds),
                ("PeakMemory", "Kilobytes", Int64(usage.ru_maxrss)),
            ]
        var line: JSONObject = [
            "_aws": [
                "Timestamp": .integer(Timestamp.now().unixMilliseconds),
                "CloudWatchMetrics": [
                    [
                        "Namespace": "Curlew", "Dimensions": [["Connector"]],
                        "Metrics": .array(all.map { ["Name": .string($0.name), "Unit": .string($0.unit)] }),
                    ]
                ],
            ], "Connector": .string(connector), "requestId": .string(requestID),
        ]
        for metric in all { line[metric.name] = .integer(metric.value) }
        return .object(line)
    }
}
