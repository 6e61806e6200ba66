internal import Connector
internal import JSON

/// Where the records of a sync go, as its summary says it.
struct OutputDescription: Sendable {
    var layout = MessageLayout.line
    /// The folder for files, where there is one.
    var folder: String?
    var stateFile: String?

    var json: JSONValue {
        [
            "format": .string(folder == nil ? layout.rawValue : FileOptions.formatName),
            "directory": folder.map { .string($0) } ?? .null,
            "state_file": stateFile.map { .string($0) } ?? .null,
        ]
    }
}
