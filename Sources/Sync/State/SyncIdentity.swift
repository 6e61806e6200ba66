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

    /// A new sync.
    package init(startedAt: Timestamp, random: inout some RandomNumberGenerator) {
        id = Self.makeID(startedAt, &random)
        self.startedAt = startedAt
        generation = 1
        completed = []
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
        if !completed.isEmpty { object["completed"] = .array(completed.sorted().map { .string($0) }) }
        return object
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
        completed = Set((value["completed"]?.array ?? []).compactMap(\.string))
    }
}
