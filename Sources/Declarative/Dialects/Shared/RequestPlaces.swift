internal import JSON
internal import Spelling
internal import YAML

extension ObjectReader {
    /// Checks that the name at a key can stand where requests carry it.
    func checkName(at key: Key<String>, for location: RequestLocation, _ reading: inout Reading) {
        guard location == .header, let node = node(of: key), let name = node.scalar?.text, !name.isHeaderName else {
            return
        }
        reading.complain("`\(name.shortened)` cannot be the name of a header", at: node.position)
    }

    /// Checks that the token of the next page is sent: by a parameter, or by a template that names it.
    func checkTokenIsSent(by key: Key<String>, in location: RequestLocation?, _ reading: inout Reading) {
        checkName(at: key, for: location ?? .query, &reading)
        guard !reading.usesPageToken else { return }
        if location == .path {
            reading.complain(
                "the token is never sent: with `location: path` a template of the request names `next_page_token`",
                at: node.position)
        } else if !has(key) {
            reading.complain(
                "`\(key.name)` is missing here, and no template uses `next_page_token`: how is the token sent?",
                at: node.position)
        }
    }
}
