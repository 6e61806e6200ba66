/// The name of a part's file.
///
///     part-<sync>-<shard>-<attempt>-<number>.parquet
struct PartName: Hashable {
    /// A sync is not divided among machines yet.
    private static let shard = "0"
    private static let ending = ".parquet"

    var syncID: String
    var attempt: String
    var number: Int

    var text: String {
        let digits = String(number)
        return Self.beginning(syncID) + attempt + "-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count))
            + digits + Self.ending
    }

    /// What the names of all parts of a sync begin with.
    static func beginning(_ syncID: String) -> String { "part-\(syncID)-\(shard)-" }

    /// The name that a file in view has, if it is of a sync.
    init?(_ text: String, ofSync syncID: String) {
        let beginning = Self.beginning(syncID)
        guard text.hasPrefix(beginning), text.hasSuffix(Self.ending) else { return nil }
        let words = text.dropFirst(beginning.count).dropLast(Self.ending.count)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 2, let number = Int(words[1]) else { return nil }
        self.init(syncID: syncID, attempt: String(words[0]), number: number)
    }

    init(syncID: String, attempt: String, number: Int) {
        self.syncID = syncID
        self.attempt = attempt
        self.number = number
    }
}
