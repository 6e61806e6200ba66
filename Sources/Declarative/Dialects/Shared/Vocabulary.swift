/// The words in which dialects differ where they say the same thing in the same shape.
struct Vocabulary: Sendable {
    /// The ending of keys that count seconds.
    var secondsEnding: String
    var refreshTokenType: String
    /// The path of a request.
    var path: String
    /// What says that there is no further page.
    var stop: String
    /// The number of records of a page asked for by an offset.
    var limit: String
    var nextURLPath: String
    /// The name of a partition's value.
    var partitionField: String
    var dateRangeType: String
    var parentType: String
    var parentStream: String
    var parentField: String
    /// The parameter that carries the cursor.
    var cursorParameter: String
    var cursorFormat: String
    /// What stands before the names of the dialect's own parts in the published schema.
    var partPrefix: String

    static let canonical = Vocabulary(
        secondsEnding: "secs", refreshTokenType: "oauth2_refresh_token", path: "path", stop: "stop", limit: "limit",
        nextURLPath: "next_url_path", partitionField: "field", dateRangeType: "date_range", parentType: "parent_stream",
        parentStream: "stream", parentField: "parent_field", cursorParameter: "param", cursorFormat: "format",
        partPrefix: "")

    static let design = Vocabulary(
        secondsEnding: "seconds", refreshTokenType: "oauth2_refresh", path: "endpoint", stop: "stop_condition",
        limit: "limit_value", nextURLPath: "path", partitionField: "partition_field", dateRangeType: "datetime",
        parentType: "parent", parentStream: "parent_stream", parentField: "parent_key", cursorParameter: "cursor_param",
        cursorFormat: "cursor_format", partPrefix: "design_")

    /// The name of a key that counts seconds.
    func seconds(_ name: String) -> String { "\(name)_\(secondsEnding)" }

    /// The name of a part in the published schema.
    func partName(_ name: String) -> String { partPrefix + name }
}
