internal import YAML

/// A partition router as a file says it: an async job also brings the request, and pages, of its download.
struct Routing: Sendable {
    var router: PartitionRouter
    var download: Download?

    struct Download: Sendable {
        var request: RequestDefinition
        var pagination: Pagination?
    }
}

extension PartitionRouter {
    /// The names of the values that its slices have.
    var fields: [String] {
        switch self {
        case .list(let field, _): [field]
        case .dateRange(let range): (range.field == "start" ? [] : [range.field]) + ["start", "end"]
        case .parent(let parent): [parent.field] + parent.furtherFields.keys.sorted()
        case .asyncJob: []
        }
    }
}

extension ObjectReader {
    /// What a stream asks for: the download of its async job or else its own request, which stands at a key.
    func source(
        own request: RequestDefinition?, at key: some AnyKey, _ routing: [Routing], _ reading: inout Reading
    ) -> RequestDefinition? {
        let downloads = routing.compactMap(\.download)
        guard let download = downloads.first else {
            if !has(key), reading.scope.knowsPartitionFields {
                reading.complain("`\(key.name)` is missing here: what is asked for?", at: node.position)
            }
            return request
        }
        if downloads.count > 1 { reading.complain("a stream has one async job at most", at: node.position) }
        if let request, request != download.request, let node = self.node(of: key) {
            reading.complain(
                "what is asked for is the download of the async job; remove `\(key.name)`, or say the same in both places",
                at: node.position)
        }
        return download.request
    }
}
