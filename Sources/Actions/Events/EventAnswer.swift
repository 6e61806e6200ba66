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
    package var withoutFiles: EventAnswer? {
        guard let streams = members["streams"]?.array, streams.contains(where: { $0["files"] != nil }) else {
            return nil
        }
        var shorter = self
        shorter.members["streams"] = .array(
            streams.map { stream in
                guard case .object(var members) = stream, let files = members["files"]?.array else { return stream }
                members["files"] = nil
                members["file_count"] = .integer(Int64(files.count))
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
