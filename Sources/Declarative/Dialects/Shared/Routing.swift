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
        case .dateRange(let range): [range.field, "start", "end"]
        case .parent(let parent): [parent.field] + parent.furtherFields.keys
        case .asyncJob: []
        }
    }
}
