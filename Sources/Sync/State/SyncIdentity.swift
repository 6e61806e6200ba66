package import DateTime
internal import JSON

/// Which sync a run is part of: one run, or a chain of runs that continue one another.
package struct SyncIdentity: Hashable, Sendable {
    /// 26 letters and digits that sort by time.
    package var id: String
    /// When the first run began: what templates call `now` in all of them.
    package var startedAt: Timestamp
    /// How many runs there were, this one included.
    package var generation: Int
    /// The streams that are complete.
    package var completed: Set<String>
    /// For each run, by its name, the number of the last part of each stream that is durable.
    package var attempts: [String: [String: Int]]
    /// How many records of each stream the runs so far have read, where so many at most were asked for.
    package var counts: [String: Int]
    /// The shard that this is the state of; nil for a whole sync.
    package var shard: String?
    /// The streams that the shard has slices of.
    package var streams: [String]?
    /// Where the shards are written down that a sync was divided into; nil when it is not divided.
    package var plan: String?
    /// Whether the state of the whole sync has taken up that of this shard, with which nothing more is to happen.
    package var isFolded = false

    /// A new sync.
    package init(startedAt: Timestamp, random: inout some RandomNumberGenerator) {
        id = Self.makeID(startedAt, &random)
        self.startedAt = startedAt
        generation = 1
        completed = []
        attempts = [:]
        counts = [:]
    }

    /// What tells this sync, as it is divided now, from all others, and from itself when it is divided again.
    package var division: String { "\(id)-\(generation)" }

    /// Whether a division is one of this sync, earlier or now.
    package func has(division: String) -> Bool { division.hasPrefix("\(id)-") }

    /// A name for a run that no other run of the sync has, of any shard.
    package func newAttempt(random: inout some RandomNumberGenerator) -> String {
        while true {
            let number = UInt32.random(in: 0...0xFF_FFFF, using: &random)
            let text = String(number, radix: 16)
            let digits = String(repeating: "0", count: 6 - text.utf8.count) + text
            let name = shard.map { "\($0)-\(digits)" } ?? digits
            if attempts[name] == nil { return name }
        }
    }

    /// 48 bits of milliseconds and 80 bits of chance in base 32, without the letters that are taken for others.
    private static func makeID(_ time: Timestamp, _ random: inout some RandomNumberGenerator) -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var number = UInt128(UInt64(max(time.unixMilliseconds, 0)) & 0xFFFF_FFFF_FFFF) << 80
        number |= UInt128(UInt64.random(in: 0 ... .max, using: &random)) << 16
        number |= UInt128(UInt16.random(in: 0 ... .max, using: &random))
        var text = [UInt8](repeating: 0, count: 26)
        for place in text.indices.reversed() {
            text[place] = digits[Int(truncatingIfNeeded: number & 31)]
            number >>= 5
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension SyncIdentity {
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id), "started_at": .string(startedAt.iso8601()), "generation": .integer(Int64(generation)),
        ]
        object["shard"] = shard.map { .string($0) }
        object["streams"] = streams.map { .array($0.map { .string($0) }) }
        object["plan"] = plan.map { .string($0) }
        if isFolded { object["folded"] = true }
        if !completed.isEmpty { object["completed"] = .array(completed.sorted().map { .string($0) }) }
        if !attempts.isEmpty {
            var members = JSONObject()
            for (attempt, numbers) in attempts.sorted(by: { $0.key < $1.key }) {
                members[attempt] = Self.json(numbers)
            }
            object["attempts"] = .object(members)
        }
        if !counts.isEmpty { object["counts"] = Self.json(counts) }
        return object
    }

    private static func json(_ numbers: [String: Int]) -> JSONValue {
        var streams = JSONObject()
        for (stream, number) in numbers.sorted(by: { $0.key < $1.key }) { streams[stream] = .integer(Int64(number)) }
        return .object(streams)
    }

    private static func numbers(_ value: JSONValue?, _ name: String) throws(StateFault) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for member in value?.object ?? [:] {
            guard let number = member.value.int64, number >= 0, number < 1 << 53 else {
                throw StateFault("`sync.\(name)` must have whole numbers")
            }
            numbers[member.key] = Int(number)
        }
        return numbers
    }

    /// Reads what `json` wrote; throws what is wrong, as the end of a sentence.
    init(_ value: JSONValue) throws(StateFault) {
        guard let id = value["id"]?.string, let text = value["started_at"]?.string,
            let startedAt = Timestamp(iso8601: text)
        else { throw StateFault("`sync` must have an `id` and `started_at`") }
        self.id = id
        self.startedAt = startedAt
        guard case .integer(let generation) = value["generation"] ?? 1, generation >= 1, generation < 1 << 31 else {
            throw StateFault("`sync.generation` must be a whole number above 0")
        }
        self.generation = Int(generation)
        shard = value["shard"]?.string
        streams = value["streams"]?.array?.compactMap(\.string)
        plan = value["plan"]?.string
        isFolded = value["folded"]?.bool ?? false
        completed = Set((value["completed"]?.array ?? []).compactMap(\.string))
        attempts = [:]
        for attempt in value["attempts"]?.object ?? [:] {
            attempts[attempt.key] = try Self.numbers(attempt.value, "attempts")
        }
        counts = try Self.numbers(value["counts"], "counts")
    }
}
