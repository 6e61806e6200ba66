import Foundation
import JSON
import TestSupport

/// What outside readers find in a folder that a sink has written.
struct WrittenFiles {
    let streams: JSONValue

    /// Reads folders; of each row the columns that are named, or all.
    static func read(_ folders: [String], columns: [String]? = nil) throws -> [WrittenFiles] {
        var task: JSONObject = [
            "folders": .array(folders.map { .string($0) }),
            "packages": .string(PackageFolder.path + "/.venv/lib/python3*/site-packages"),
        ]
        task["columns"] = columns.map { .array($0.map { .string($0) }) }
        let program = try text(of: PackageFolder.path + "/Tests/DestinationsTests/read_files.py")
        let output = try runPython(program, input: Array(JSONValue.object(task).description.utf8))
        return try (JSONValue.parse(PaddedBytes(output)).array ?? []).map { WrittenFiles(streams: $0) }
    }

    static func read(_ folder: String) throws -> WrittenFiles {
        try read([folder])[0]
    }

    func rows(_ stream: String) -> [JSONValue] { streams[stream]?["rows"]?.array ?? [] }
    func ids(_ stream: String) -> [Int64] { rows(stream).compactMap { $0["id"]?.int64 } }
    func count(_ stream: String) -> Int64? { streams[stream]?["files"]?.int64 }
    func hidden(_ stream: String) -> Int64? { streams[stream]?["hidden"]?.int64 }
    func types(_ stream: String) -> JSONValue? { streams[stream]?["types"] }
    func metadata(_ stream: String) -> JSONValue? { streams[stream]?["metadata"] }
}
