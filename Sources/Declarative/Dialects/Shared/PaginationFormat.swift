internal import JSON
internal import YAML

/// How one page leads to the next. Dialects differ in a few names.
struct PaginationFormat: Sendable {
    let vocabulary: Vocabulary

    var format: Format<Pagination> {
        .variants([
            Variant("none", help: "All records come in one answer.") { (_, _) in Pagination.none },
            cursor, offset, pageNumber, linkHeader, nextURL,
        ]).named(vocabulary.partName("pagination"))
    }

    private var stop: Key<StopCondition> {
        Key(vocabulary.stop, StopFormat.format, "What says that there is no further page.")
    }

    private let pageSizeParameter = Key(
        "page_size_param", Format<String>.name, "The parameter that asks for a size of page.")
    private let pageSize = Key(
        "page_size", Format<Int>.integer(1...1_000_000), "How many records a page has.")

    private var cursor: Variant<Pagination> {
        let parameter = Key("cursor_param", Format<String>.name, "The parameter that carries the token.")
        let path = Key("cursor_path", Format<JSONPath>.path, "Where the answer has the next page's token.")
        let header = Key("cursor_header", Format<String>.headerName, "The header that has the next page's token.")
        let location = Key(
            "location", Format<RequestLocation>.word(), "Where the token is sent; query by default.")
        return Variant(
            "cursor", help: "Each answer holds a token that asks for the next page.",
            keys: [parameter, path, header, location, pageSizeParameter, pageSize, stop]
        ) { (object, reading) in
            let fromBody = object.read(path, &reading).map { CursorPagination.Source.body($0) }
            let fromHeader = object.read(header, &reading).map { CursorPagination.Source.header($0) }
            if object.has(path) == object.has(header) {
                reading.complain(
                    "give one of `cursor_path` and `cursor_header`: where does the answer have the token?",
                    at: object.node.position)
            }
            let name = object.read(parameter, &reading)
            let place = object.read(location, &reading)
            object.checkTokenIsSent(by: parameter, in: place, &reading)
            let size = readPageSize(object, &reading)
            let stop = object.read(stop, &reading)
            guard let source = fromBody ?? fromHeader else { return nil }
            return .cursor(
                CursorPagination(
                    source: source, parameter: name, location: place ?? (name == nil ? .path : .query), pageSize: size,
                    stop: stop))
        }
    }

    private var offset: Variant<Pagination> {
        let skip = Key("offset_param", Format<String>.name, "The parameter for how many records to skip.")
        let limitParameter = Key("limit_param", Format<String>.name, "The parameter for how many records to send.")
        let limit = Key(vocabulary.limit, Format<Int>.integer(1...1_000_000), "How many records a page has.")
        let start = Key("start_offset", Format<Int>.integer(0...1_000_000_000), "The first offset.", byDefault: 0)
        let location = Key(
            "location", Format<RequestLocation>.word([("query", .query), ("body", .body)]),
            "Where the parameters stand.", byDefault: "query")
        return Variant(
            "offset", help: "Pages are asked for by how many records to skip.",
            keys: [skip, limitParameter, limit, start, location, stop], required: ["offset_param", vocabulary.limit]
        ) { (object, reading) in
            let count = object.read(limit, &reading)
            let limitName = object.read(limitParameter, &reading)
            let first = object.read(start, &reading) ?? 0
            let place = object.read(location, &reading) ?? .query
            let end = object.read(stop, &reading)
            guard let name = object.read(skip, &reading), let count else { return nil }
            return .offset(
                OffsetPagination(
                    offsetParameter: name, limitParameter: limitName, limit: count, start: first, location: place,
                    stop: end))
        }
    }

    private var pageNumber: Variant<Pagination> {
        let parameter = Key("page_param", Format<String>.name, "The parameter for the number of the page.")
        let start = Key("start_page", Format<Int>.integer(0...1_000_000_000), "The first page's number.", byDefault: 1)
        let location = Key(
            "location", Format<RequestLocation>.word([("query", .query), ("body", .body)]),
            "Where the parameters stand.", byDefault: "query")
        return Variant(
            "page_number", help: "Pages are asked for by their number.",
            keys: [parameter, start, pageSizeParameter, pageSize, location, stop], required: ["page_param"]
        ) { (object, reading) in
            let first = object.read(start, &reading) ?? 1
            let size = readPageSize(object, &reading)
            let place = object.read(location, &reading) ?? .query
            let end = object.read(stop, &reading)
            return object.read(parameter, &reading).map {
                .pageNumber(
                    PageNumberPagination(pageParameter: $0, start: first, pageSize: size, location: place, stop: end))
            }
        }
    }

    private var linkHeader: Variant<Pagination> {
        let relation = Key("rel", Format<String>.name, "The relation of the link.", byDefault: "next")
        return Variant(
            "link_header", help: "The next page's URL stands in a Link header (RFC 8288).", keys: [relation, stop]
        ) { (object, reading) in
            .linkHeader(relation: object.read(relation, &reading) ?? "next", stop: object.read(stop, &reading))
        }
    }

    private var nextURL: Variant<Pagination> {
        let path = Key(vocabulary.nextURLPath, Format<JSONPath>.path, "Where the answer has the next page's URL.")
        return Variant(
            "next_url", help: "The next page's URL stands in the answer.", keys: [path, stop],
            required: [vocabulary.nextURLPath]
        ) { (object, reading) in
            let end = object.read(stop, &reading)
            return object.read(path, &reading).map { .nextURL(path: $0, stop: end) }
        }
    }

    private func readPageSize(_ object: ObjectReader, _ reading: inout Reading) -> PageSize? {
        let parameter = object.read(pageSizeParameter, &reading)
        let size = object.read(pageSize, &reading)
        if object.has(pageSizeParameter), !object.has(pageSize), let node = object.node(of: pageSizeParameter) {
            reading.complain("`page_size` is missing: which size is asked for?", at: node.position)
        }
        return size.map { PageSize(parameter: parameter, size: $0) }
    }
}
