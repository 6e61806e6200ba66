internal import Connector
package import JSON

/// What the function answers to an event.
package struct EventAnswer: Sendable {
    package var members: JSONObject
    /// Records that are returned themselves, as JSON separated by commas; nil where they went to files.
    package var records: [UInt8]?

    /// An answer without records.
    package init(_ members: JSONObject) {
        self.members = members
    }

    /// Whether there is nothing left to do; nil for actions that are always done at once.
    package var isDone: Bool? { members["done"]?.bool }
    /// The event that continues.
    package var resumption: JSONValue? { members["resume"] }
    /// How long to wait before it is of use to continue.
    package var resumeAfter: Duration? { members["resume_after"]?.int64.map { .seconds(min(max($0, 0), 1 << 31)) } }

    /// Whether a service refused the credentials of the configuration.
    var isRefused: Bool {
        let refused = JSONValue.string(Failure.Kind.auth.rawValue)
        return members["connectionStatus"]?["error_kind"] == refused
            || (members["streams"]?.array ?? []).contains { $0["error_kind"] == refused }
    }

    /// How many files a sync wrote, listed or not.
    package var fileCount: Int {
        (members["streams"]?.array ?? []).reduce(0) { count, stream in
            count + (stream["files"]?.array?.count ?? stream["file_count"]?.int64.flatMap { Int(exactly: $0) } ?? 0)
        }
    }

    /// The same without the lists of files, which the store has anyway, but with their numbers; nil when there are none.
    package var withoutFiles: EventAnswer? { counting("files", as: "file_count") }

    /// The same without the notes on streams, which the log has anyway, but with their numbers; nil when there are none.
    var withoutNotes: EventAnswer? { counting("notes", as: "note_count") }

    /// The same with a number in place of a list in each stream that has it; nil when none has.
    private func counting(_ list: String, as number: String) -> EventAnswer? {
        guard let streams = members["streams"]?.array, streams.contains(where: { $0[list] != nil }) else {
            return nil
        }
        var shorter = self
        shorter.members["streams"] = .array(
            streams.map { stream in
                guard case .object(var members) = stream, let elements = members[list]?.array else { return stream }
                members[list] = nil
                members[number] = .integer(Int64(elements.count))
                return .object(members)
            })
        return shorter
    }

    /// The answer as JSON.
    package var text: [UInt8] {
        var writer = JSONWriter(capacity: (records?.count ?? 0) + 4096)
        writer.beginObject()
        for member in members {
            writer.key(member.key)
            writer.value(member.value)
        }
        if let records {
            writer.key("records")
            writer.beginArray()
            if !records.isEmpty { records.withUnsafeBytes { writer.json($0) } }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes.withUnsafeBytes { Array($0) }
    }
}
