internal import Actions
internal import Connector
internal import JSON

/// What invocations have come to, for a person.
struct RunSummary {
    private var invocations = 0
    private(set) var records = 0
    private var fileCount = 0
    private var folder: String?

    mutating func add(_ answer: EventAnswer) {
        invocations += 1
        records += answer.members["total_records"]?.int64.flatMap { Int(exactly: $0) } ?? 0
        fileCount += answer.fileCount
        for stream in answer.members["streams"]?.array ?? [] {
            folder = folder ?? stream["output_file"]?.string.flatMap(Self.folder)
        }
    }

    mutating func add(_ other: RunSummary) {
        invocations += other.invocations
        records += other.records
        fileCount += other.fileCount
        folder = folder ?? other.folder
    }

    func text(after duration: Duration) -> String {
        let seconds = Double(duration.milliseconds) / 1000
        let rate = seconds > 0 ? Int(Double(records) / seconds) : records
        let chain = invocations == 1 ? "1 invocation" : "\(ProgressLine.grouped(invocations)) invocations"
        let text =
            "\(ProgressLine.grouped(records)) records in \(ProgressLine.time(duration)), "
            + "\(ProgressLine.grouped(rate)) a second, \(chain)"
        guard let folder else { return text }
        return text
            + "\n\(ProgressLine.grouped(fileCount)) Parquet \(fileCount == 1 ? "file" : "files"); to look at them:"
            + "\n  duckdb -c \"SELECT * FROM read_parquet('\(folder)/*/*.parquet', union_by_name = true) LIMIT 10\""
    }

    /// The folder of a stream, out of `<folder>/dt=…/part-….parquet`.
    private static func folder(of file: String) -> String? {
        let words = file.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count > 2 else { return nil }
        return words.dropLast(2).joined(separator: "/")
    }
}
