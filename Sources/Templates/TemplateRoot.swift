/// A variable that an expression can begin with.
package enum TemplateRoot: Int, Hashable, Sendable, CaseIterable {
    /// The user's configuration.
    case config
    /// The values of the current slice.
    case partition
    /// What the stream has saved, such as its cursor.
    case state
    /// The record being transformed.
    case record
    /// The body of the last response.
    case response
    /// The header fields of the last response; their names in any case.
    case headers
    /// Where the next page begins.
    case nextPageToken
    /// The asynchronous job of the slice.
    case jobID
    /// The instant the sync began.
    case now
    /// The day the sync began.
    case today
    /// The name of the stream.
    case stream

    /// The name in a template.
    package var name: String {
        switch self {
        case .config: "config"
        case .partition: "partition"
        case .state: "state"
        case .record: "record"
        case .response: "response"
        case .headers: "headers"
        case .nextPageToken: "next_page_token"
        case .jobID: "job_id"
        case .now: "now"
        case .today: "today"
        case .stream: "stream"
        }
    }
}

/// The variables that may be used at one place of a definition, and what they are called there.
package struct TemplateScope: Sendable {
    /// Every name, in the order in which an error lists them.
    private(set) var names: [(name: String, root: TemplateRoot)]

    /// A scope of variables under their own names.
    package init(_ roots: [TemplateRoot]) {
        names = roots.map { ($0.name, $0) }
    }

    /// A scope of all variables.
    package static let everything = TemplateScope(TemplateRoot.allCases)

    /// The same scope with one more name for a variable, as other dialects of connector files have them.
    package func adding(_ name: String, for root: TemplateRoot) -> TemplateScope {
        var scope = self
        scope.names.append((name, root))
        return scope
    }

    func root(named name: String) -> TemplateRoot? {
        names.first { $0.name == name }?.root
    }
}
