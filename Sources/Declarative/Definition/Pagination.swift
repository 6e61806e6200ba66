package import JSON

/// How one page leads to the next.
package indirect enum Pagination: Hashable, Sendable {
    case none
    case cursor(CursorPagination)
    case offset(OffsetPagination)
    case pageNumber(PageNumberPagination)
    /// The next page's URL stands in a `Link` header (RFC 8288) with the given relation.
    case linkHeader(relation: String, stop: StopCondition?)
    /// The next page's URL, absolute or relative to the request's, stands in the body.
    case nextURL(path: JSONPath, stop: StopCondition?)
}

/// Where a request carries a value that changes from page to page.
package enum RequestLocation: String, CaseIterable, Sendable {
    case query, header, body
    /// Wherever a template of the request names it as `next_page_token`.
    case path
}

/// A size for pages, asked for by a parameter.
package struct PageSize: Hashable, Sendable {
    package var parameter: String?
    package var size: Int
}

/// Each answer holds a token that asks for the next page.
package struct CursorPagination: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case body(JSONPath)
        case header(String)
    }

    package var source: Source
    /// The name of the parameter, header or body field that carries the token; nil where templates of the request use it
    /// as `next_page_token`.
    package var parameter: String?
    package var location: RequestLocation = .query
    package var pageSize: PageSize?
    package var stop: StopCondition?
}

/// Pages are asked for by how many records to skip.
package struct OffsetPagination: Hashable, Sendable {
    package var offsetParameter: String
    package var limitParameter: String?
    package var limit: Int
    package var start: Int = 0
    package var location: RequestLocation = .query
    package var stop: StopCondition?
}

/// Pages are asked for by their number.
package struct PageNumberPagination: Hashable, Sendable {
    package var pageParameter: String
    package var start: Int = 1
    package var pageSize: PageSize?
    package var location: RequestLocation = .query
    package var stop: StopCondition?
}

/// What says that there is no further page, besides what each kind of pagination says by itself.
package enum StopCondition: Hashable, Sendable {
    /// The page has no records.
    case emptyPage
    /// The answer has this value at this place.
    case field(path: JSONPath, value: JSONValue)
    /// As many records were read as the answer says there are.
    case totalCount(path: JSONPath)
    /// As many pages were read as the answer says there are.
    case totalPages(path: JSONPath)
}
