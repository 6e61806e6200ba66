internal import JSON

extension DesignDialect {
    static let paginationFormat: Format<Pagination> = .variants([
        Variant("none", help: "All records come in one answer.") { (_, _) in Pagination.none },
        cursor, offset, pageNumber, linkHeader, nextURL,
    ])

    private static let stop = Key("stop_condition", StopFormat.format, "What says that there is no further page.")

    private static let cursor: Variant<Pagination> = {
        let parameter = Key("cursor_param", Format<String>.name, "The parameter that carries the token.")
        let path = Key("cursor_path", Format<JSONPath>.path, "Where the answer has the next page's token.")
        let location = Key("location", Format<RequestLocation>.word(), "Where the token is sent; query by default.")
        return Variant(
            "cursor", help: "Each answer holds a token that asks for the next page.",
            keys: [parameter, path, location, stop], required: ["cursor_param", "cursor_path"]
        ) { (object, reading) in
            let name = object.read(parameter, &reading)
            let place = object.read(location, &reading) ?? .query
            let end = object.read(stop, &reading)
            return object.read(path, &reading).map {
                .cursor(CursorPagination(source: .body($0), parameter: name, location: place, stop: end))
            }
        }
    }()

    private static let offset: Variant<Pagination> = {
        let parameter = Key("offset_param", Format<String>.name, "The parameter for how many records to skip.")
        let limitParameter = Key("limit_param", Format<String>.name, "The parameter for how many records to send.")
        let limit = Key("limit_value", Format<Int>.integer(1...1_000_000), "How many records a page has.")
        return Variant(
            "offset", help: "Pages are asked for by how many records to skip.",
            keys: [parameter, limitParameter, limit, stop], required: ["offset_param", "limit_param", "limit_value"]
        ) { (object, reading) in
            let limitName = object.read(limitParameter, &reading)
            let count = object.read(limit, &reading)
            let end = object.read(stop, &reading)
            guard let name = object.read(parameter, &reading), let count else { return nil }
            return .offset(
                OffsetPagination(offsetParameter: name, limitParameter: limitName, limit: count, stop: end))
        }
    }()

    private static let pageNumber: Variant<Pagination> = {
        let parameter = Key("page_param", Format<String>.name, "The parameter for the number of the page.")
        let start = Key("start_page", Format<Int>.integer(0...1_000_000_000), "The first page's number; 1 by default.")
        let sizeParameter = Key("page_size_param", Format<String>.name, "The parameter that asks for a size of page.")
        let size = Key("page_size", Format<Int>.integer(1...1_000_000), "How many records a page has.")
        return Variant(
            "page_number", help: "Pages are asked for by their number.",
            keys: [parameter, start, sizeParameter, size, stop], required: ["page_param"]
        ) { (object, reading) in
            let first = object.read(start, &reading) ?? 1
            let sizeName = object.read(sizeParameter, &reading)
            let count = object.read(size, &reading)
            let end = object.read(stop, &reading)
            return object.read(parameter, &reading).map { name in
                let pageSize = count.map { PageSize(parameter: sizeName, size: $0) }
                return .pageNumber(
                    PageNumberPagination(pageParameter: name, start: first, pageSize: pageSize, stop: end))
            }
        }
    }()

    private static let linkHeader: Variant<Pagination> = {
        let relation = Key("rel", Format<String>.name, "The relation of the link; next by default.")
        return Variant(
            "link_header", help: "The next page's URL stands in a Link header (RFC 8288).", keys: [relation, stop]
        ) { (object, reading) in
            .linkHeader(relation: object.read(relation, &reading) ?? "next", stop: object.read(stop, &reading))
        }
    }()

    private static let nextURL: Variant<Pagination> = {
        let path = Key("path", Format<JSONPath>.path, "Where the answer has the next page's URL.")
        return Variant(
            "next_url", help: "The next page's URL stands in the answer.", keys: [path, stop], required: ["path"]
        ) { (object, reading) in
            let end = object.read(stop, &reading)
            return object.read(path, &reading).map { .nextURL(path: $0, stop: end) }
        }
    }()
}
