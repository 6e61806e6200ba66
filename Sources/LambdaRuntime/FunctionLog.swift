internal import Connector
internal import DateTime
internal import Glibc
internal import JSON

/// The function's log: one JSON object a line on standard output, which CloudWatch takes.
struct FunctionLog: Sendable {
    /// Less important messages are left out.
    let level: LogLevel
    private let write: @Sendable ([UInt8]) -> Void

    /// A log with the level that CURLEW_LOG_LEVEL names: debug, info, warn or error; info where it says nothing. Throws when it
    /// names none.
    init(
        level name: String?, write: @escaping @Sendable ([UInt8]) -> Void = FunctionLog.writeOut
    ) throws(Failure) {
        self.write = write
        switch name?.lowercased() {
        case nil, "", "info": level = .info
        case "debug": level = .debug
        case "warn", "warning": level = .warning
        case "error": level = .error
        default: throw Failure(.config, "CURLEW_LOG_LEVEL must be `debug`, `info`, `warn` or `error`")
        }
    }

    func write(_ level: LogLevel, _ message: String, requestID: String? = nil) {
        guard level >= self.level else { return }
        var line: JSONObject = [
            "timestamp": .string(Timestamp.now().iso8601(.milliseconds)), "level": .string(level.word),
            "message": .string(message),
        ]
        line["requestId"] = requestID.map { .string($0) }
        put(.object(line))
    }

    func write(_ metrics: MetricsLine) { put(metrics.json) }

    private func put(_ line: JSONValue) {
        write(Array((line.description + "\n").utf8))
    }

    /// One call for a line, so that lines do not mix.
    static func writeOut(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension LogLevel {
    fileprivate var word: String {
        switch self {
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        }
    }
}
