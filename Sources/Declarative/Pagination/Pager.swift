internal import Connector
internal import JSON
internal import Templates

/// Says how each page of a scan is asked for, and where the next one begins.
///
/// A place is a pager's own JSON object: empty for the first page, and whole in itself, so that it may be kept in a state
/// and gone on with in another process. Nothing else is remembered between two pages.
struct Pager: Sendable {
    private let strategy: any PagingStrategy
    /// Whether the pager has a use for the body's records beyond their number: then the body cannot be streamed.
    let readsRecords: Bool

    /// A pager for the answers that a decoder reads.
    init(_ pagination: Pagination, of decoder: RecordDecoder = .json(path: nil)) {
        let counting = RecordCounting(decoder)
        strategy =
            switch pagination {
            case .none: SinglePage()
            case .cursor(let cursor): CursorPager(cursor)
            case .offset(let offset): OffsetPager(offset, counting)
            case .pageNumber(let number): PageNumberPager(number, counting)
            case .linkHeader(let relation, let stop): LinkHeaderPager(relation: relation, stop: stop)
            case .nextURL(let path, let stop): NextURLPager(path: path, stop: stop)
            }
        if case .pageNumber = pagination { countsPages = true } else { countsPages = false }
        let paths = strategy.bodyPaths
        readsRecords = paths.contains { counting.isRead(by: $0) }
    }

    /// Whether a place is a number of pages, which says nothing about pages of another size.
    let countsPages: Bool

    /// Whether `AnswerFacts.digest` is needed.
    var comparesPages: Bool { strategy.comparesPages }

    /// Makes `next_page_token` what the page at a place is asked for by; to be called before a request is rendered.
    func expose(_ place: JSONObject, in context: inout TemplateContext) {
        context[.nextPageToken] = strategy.token(at: place).map { .value($0) } ?? .missing
    }

    /// Writes what asks for the page at a place into a rendered request: the last to do so, but for credentials.
    func apply(_ place: JSONObject, to draft: inout RequestDraft) {
        strategy.apply(place, to: &draft)
    }

    /// Where the page after the one at `place` begins; nil when that was the last. Throws when the pages stand still.
    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        try strategy.next(after: place, answer)
    }
}

/// One way to page.
protocol PagingStrategy: Sendable {
    /// The places in the body that `next` looks at.
    var bodyPaths: [JSONPath] { get }
    var comparesPages: Bool { get }

    func token(at place: JSONObject) -> JSONValue?
    func apply(_ place: JSONObject, to draft: inout RequestDraft)
    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject?
}
