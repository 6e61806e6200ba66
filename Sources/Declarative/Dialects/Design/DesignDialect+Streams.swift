internal import CSV
internal import JSON
internal import Templates
internal import YAML

extension DesignDialect {
    static let stream = Format<StreamDefinition>.object(
        KeySet(
            [name, description] + requestFormat.keys + [
                recordPath, primaryKey, responseFormat, pagination, cursorField, incremental, partition, errorHandling,
                transform, schema,
            ], required: ["name"])
    ) { (object, reading) in reading.withinStream { readStream(object, &$0) } }
    .named("design_stream")

    /// Reads the partitions first, whose values the rest may name, then the request, whose templates may use the cursor.
    private static func readStream(_ object: ObjectReader, _ reading: inout Reading) -> StreamDefinition? {
        let called = object.read(name, &reading)
        let routing = object.read(partition, &reading) ?? []
        let request = requestFormat.read(object, &reading)
        let source = object.source(own: request, at: requestFormat.path, routing, &reading)
        let usesCursor = reading.usesCursor
        let jobPages = routing.lazy.compactMap { $0.download?.pagination }.first
        if jobPages != nil, let node = object.node(of: pagination) {
            reading.complain(
                "the download of the async job has its `pagination` already; remove one", at: node.position)
        }
        let records = readDecoder(object, &reading)
        let pages = object.read(pagination, &reading) ?? .none
        let block = object.read(incremental, &reading)
        let field = object.read(cursorField, &reading)
        let policy = object.read(errorHandling, &reading) ?? ErrorPolicy()
        let steps = object.read(transform, &reading) ?? []
        let declared = object.read(schema, &reading)
        let keys = object.read(primaryKey, &reading) ?? []
        let about = object.read(description, &reading)
        let changes = incrementalFormat.incremental(
            block, cursorField: field, usesCursorInTemplates: usesCursor, &reading)
        reading.checkUse(
            isIncremental: object.has(incremental) || object.has(cursorField),
            isPaginated: jobPages != nil || object.has(pagination))
        guard let called, let source else { return nil }
        return StreamDefinition(
            name: called, description: about, request: source, decoder: records,
            pagination: jobPages ?? pages, partitions: routing.map(\.router), primaryKey: keys,
            incremental: changes, errorPolicy: policy, transforms: steps, schema: declared)
    }

    private static let name = Key("name", Format<String>.streamName, "The stream's name; also its folder's.")
    private static let description = Key("description", Format<String>.text, "What one record is.")
    private static let recordPath = Key("record_path", Format<JSONPath>.path, "Where the records are in the answer.")
    private static let primaryKey = Key(
        "primary_key", Format<JSONPath>.singularPath.oneOrMore, "The fields that identify a record.")
    private static let responseFormat = Key(
        "response_format", .either(scalar: plainFormat, otherwise: detailedFormat), "How records stand in an answer.")
    private static let pagination = Key(
        "pagination", PaginationFormat(vocabulary: .design).format, "How one page leads to the next.")
    private static let cursorField = Key(
        "cursor_field", Format<JSONPath>.singularPath, "Where a record says how new it is.")
    private static let incrementalFormat = IncrementalFormat(vocabulary: .design)
    private static let incremental = Key(
        "incremental", incrementalFormat.format, "How only new records are asked for.")
    private static let partition = Key(
        "partition", RoutingFormat(vocabulary: .design, jobStatus: jobStatus).format.oneOrMore,
        "What splits the stream into slices; several multiply.")
    private static let errorHandling = Key(
        "error_handling", ErrorPolicyFormat.format, "What becomes of answers in error.")
    private static let transform = Key("transform", TransformFormat.list, "Changes to every record, in order.")
    private static let schema = Key(
        "schema", Format<JSONValue>.recordSchema, "The schema of the records, as JSON Schema; inferred by default.")

    // The format of answers; the path of JSON records stands beside it.

    private static let plainFormat = Format<RecordDecoder>.word([
        ("json", .json(path: nil)), ("jsonl", .jsonLines), ("csv", .csv(.standard)),
    ])

    private static let detailedFormat: Format<RecordDecoder> = {
        let element = Key(
            "record_element", Format<[String]>.elementPath,
            "The name of the element that is a record, or the names that lead to it, joined by dots.")
        return Format<RecordDecoder>.variants([
            Variant("json", help: "One JSON document.") { (_, _) in .json(path: nil) },
            Variant("jsonl", help: "A JSON document on each line.") { (_, _) in .jsonLines },
            DecoderFormat.commaSeparated,
            Variant("xml", help: "XML.", keys: [element], required: ["record_element"]) { (object, reading) in
                object.read(element, &reading).map { .xml(path: $0) }
            },
        ]).named("design_response_format")
    }()

    private static func readDecoder(_ object: ObjectReader, _ reading: inout Reading) -> RecordDecoder {
        let path = object.read(recordPath, &reading)
        let decoder = object.read(responseFormat, &reading) ?? .json(path: nil)
        if case .json = decoder { return .json(path: path) }
        if let node = object.node(of: recordPath) {
            reading.complain("`record_path` leads into JSON; this stream's format has none", at: node.position)
        }
        return decoder
    }
}
