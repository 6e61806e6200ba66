/// The name of a part's file.
///
///     part-<sync>-<shard>-<attempt>-<number>.parquet
struct PartName: Hashable {
    /// What stands for the shard where a sync is not divided.
    private static let whole = "0"
    private static let ending = ".parquet"

    var syncID: String
    /// The run, as states call it: with the shard in front, where it is one's.
    var attempt: String
    var number: Int

    var text: String {
        let digits = String(number)
        return "part-\(syncID)-" + Self.words(of: attempt) + "-"
            + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits + Self.ending
    }

    /// What the names of all parts of a sync begin with, or of one of its shards, or of one of its runs.
    static func beginning(_ syncID: String, shard: String? = nil, attempt: String? = nil) -> String {
        let rest = attempt.map { words(of: $0) + "-" } ?? shard.map { "\($0)-" } ?? ""
        return "part-\(syncID)-" + rest
    }

    private static func words(of attempt: String) -> String {
        attempt.utf8.contains(UInt8(ascii: "-")) ? attempt : "\(whole)-\(attempt)"
    }

    /// The name that a file in view has, if it is of a sync.
    init?(_ text: String, ofSync syncID: String) {
        let beginning = Self.beginning(syncID)
        guard text.hasPrefix(beginning), text.hasSuffix(Self.ending) else { return nil }
        let words = text.dropFirst(beginning.count).dropLast(Self.ending.count)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 3, let number = Int(words[2]) else { return nil }
        let attempt = words[0] == Self.whole ? String(words[1]) : "\(words[0])-\(words[1])"
        self.init(syncID: syncID, attempt: attempt, number: number)
    }

    init(syncID: String, attempt: String, number: Int) {
        self.syncID = syncID
        self.attempt = attempt
        self.number = number
    }
}
