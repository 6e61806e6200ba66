import JSON
import YAML

/// An example of YAML in a page.
struct YAMLBlock {
    var page: String
    var line: Int
    var text: String

    /// All blocks of a page that are marked as YAML.
    static func all(in text: String, page: String) -> [YAMLBlock] {
        var blocks: [YAMLBlock] = []
        var open: YAMLBlock?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open, line == "```" {
                blocks.append(block)
                open = nil
            } else if open != nil {
                open?.text += line + "\n"
            } else if line == "```yaml" {
                open = YAMLBlock(page: page, line: index + 1, text: "")
            }
        }
        return blocks
    }

    /// The block as a whole connector file: a few keys of a connector get what is missing around them, keys of a stream become
    /// a stream, and keys of a request become the request of a stream with the slice value `id`
    /// and a cursor.
    func file(connectorKeys: [String]) throws -> String {
        let keys = try YAMLNode.parse(text).mapping.map { $0.map(\.key) } ?? []
        let head = "name: example\nbase_url: https://api.example.com\n"
        if keys.contains("base_url") { return text }
        if keys.allSatisfy(connectorKeys.contains) {
            return head + text
                + (keys.contains("streams") ? "" : "streams: [{ name: examples, request: { path: / } }]\n")
        }
        let stream = head + "streams:\n  - name: examples\n"
        if keys.contains("path") {
            return stream
                + "    cursor_field: updated_at\n    partition: { type: list, field: id, values: [1] }\n    request:\n"
                + lines(indent: 6)
        }
        // The download of a job is the stream's request.
        let isComplete = keys.contains("request") || text.contains("async_job")
        return stream + (isComplete ? "" : "    request: { path: / }\n") + lines(indent: 4)
    }

    private func lines(indent: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
