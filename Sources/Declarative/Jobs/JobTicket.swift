internal import Connector
internal import JSON

/// What a later invocation needs to know of a job so that it does not create another.
struct JobTicket: Hashable, Sendable {
    /// The server's name for the job, with its type.
    var id: JSONValue
    /// How often it was asked for.
    var pollCount = 0

    /// More than any connector may allow. States that people edit may say anything.
    private static let mostPolls: Int64 = 1_000_000_000

    init(id: JSONValue, pollCount: Int = 0) {
        self.id = id
        self.pollCount = pollCount
    }

    /// What a position's place says of a job; nil when it says nothing.
    init?(place: JSONObject) {
        guard let id = place["job"] else { return nil }
        let count = place["polls"]?.int64 ?? 0
        self.init(id: id, pollCount: Int(min(max(count, 0), Self.mostPolls)))
    }

    /// Whether a position is behind the beginning of its job's result.
    static func isPartlyRead(at position: Position) -> Bool {
        position.skip > 0 || position.place.contains { $0.key != "job" && $0.key != "polls" }
    }

    /// The members for a position's place: `job`, and `polls` where there were any.
    var place: JSONObject {
        var place: JSONObject = ["job": id]
        if pollCount > 0 { place["polls"] = .integer(Int64(pollCount)) }
        return place
    }
}

/// A job that is done.
struct JobResult: Sendable {
    var ticket: JobTicket
    /// The answer to the last poll.
    var answer: JSONDocument
    /// The URL of the result, where the answer says it; absolute or relative to the poll's.
    var url: String?
}
