internal import JSON
internal import YAML

/// What says that there is no further page. A mapping without `type` but with `path` and `value` is a field's value.
enum StopFormat {
    static let format = Format<StopCondition>.variants(
        [
            Variant("empty_page", help: "A page without records is the last.") { (_, _) in .emptyPage },
            Variant(
                "field", help: "The last page has this value at this place.", keys: [path, value],
                required: ["path", "value"]
            ) { (object, reading) in
                let wanted = object.read(value, &reading)
                guard let place = object.read(path, &reading), let wanted else { return nil }
                return .field(path: place, value: wanted)
            },
            Variant(
                "total_count", help: "The answer says how many records there are.", keys: [path], required: ["path"]
            ) { (object, reading) in object.read(path, &reading).map { .totalCount(path: $0) } },
            Variant(
                "total_pages", help: "The answer says how many pages there are.", keys: [path], required: ["path"]
            ) { (object, reading) in object.read(path, &reading).map { .totalPages(path: $0) } },
        ], default: "field"
    ).named("stop")

    private static let path = Key("path", Format<JSONPath>.singularPath, "The place in the answer.")
    private static let value = Key("value", Format<JSONValue>.scalar, "The value that stands there on the last page.")
}
