internal import JSON

/// What a decoder's records tell a pager.
struct RecordCounting: Sendable {
    private let records: RecordsPlace
    /// Whether the records are all that the page has: a path that selects some of them says nothing about how full the
    /// page is.
    let countsAll: Bool

    private enum RecordsPlace {
        /// In the body, where the names lead.
        case names([String])
        /// In the body, nobody knows where.
        case anywhere
        /// In no body that a pager could look at.
        case elsewhere
    }

    /// What there is to know of a decoder's records.
    init(_ decoder: RecordDecoder) {
        switch decoder {
        case .json(let path):
            if let path {
                records = path.names.map { .names($0) } ?? .anywhere
                countsAll = path.names != nil
            } else {
                records = .names([])
                countsAll = true
            }
        case .jsonLines, .csv, .xml:
            records = .elsewhere
            countsAll = true
        }
    }

    /// Whether a path in the body may lead to the records or into them.
    func isRead(by path: JSONPath) -> Bool {
        switch records {
        case .names(let names): path.mayLook(at: names)
        case .anywhere: true
        case .elsewhere: false
        }
    }
}
