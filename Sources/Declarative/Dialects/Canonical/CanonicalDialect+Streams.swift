internal import JSON
internal import Templates
internal import YAML

extension CanonicalDialect {
    static let stream = Format<StreamDefinition>.object(
        KeySet(
            [
                streamName, streamDescription, streamRequest, decoder, pagination, partition, primaryKey, cursorField,
                incremental, errorHandling, transform, schema,
            ], required: ["name"])
    ) { (object, reading) in reading.withinStream { readStream(object, &$0) } }
    .named("stream")

    /// Reads the partitions first, whose values the rest may name, then the request, whose templates may use the cursor.
    private static func readStream(_ object: ObjectReader, _ reading: inout Reading) -> StreamDefinition? {
        let name = object.read(streamName, &reading)
        let routing = object.read(partition, &reading) ?? []
        let request = object.read(streamRequest, &reading)
        let source = object.source(own: request, at: streamRequest, routing, &reading)
        let usesCursor = reading.usesCursor
        let pages = object.read(pagination, &reading)
        let jobPages = routing.lazy.compactMap { $0.download?.pagination }.first
        if jobPages != nil, let node = object.node(of: pagination) {
            reading.complain(
                "the download of the async job has its `pagination` already; remove one", at: node.position)
        }
        let block = object.read(incremental, &reading)
        let field = object.read(cursorField, &reading)
        let policy = object.read(errorHandling, &reading) ?? ErrorPolicy()
        let steps = object.read(transform, &reading) ?? []
        let declared = object.read(schema, &reading)
        let records = object.read(decoder, &reading) ?? .json(path: nil)
        let keys = object.read(primaryKey, &reading) ?? []
        let description = object.read(streamDescription, &reading)
        let changes = incrementalFormat.incremental(
            block, cursorField: field, usesCursorInTemplates: usesCursor, &reading)
        reading.checkUse(
            isIncremental: object.has(incremental) || object.has(cursorField),
            isPaginated: jobPages != nil || object.has(pagination))
        guard let name, let source else { return nil }
        return StreamDefinition(
            name: name, description: description, request: source, decoder: records,
            pagination: jobPages ?? pages ?? .none, partitions: routing.map(\.router), primaryKey: keys,
            incremental: changes, errorPolicy: policy, transforms: steps, schema: declared)
    }

    private static let streamName = Key("name", Format<String>.streamName, "The stream's name; also its folder's.")
    private static let streamDescription = Key(
        "description", Format<String>.text, "What one record is, and what incremental means for it.")
    private static let streamRequest = Key("request", request, "The request for a page of records.")
    private static let decoder = Key("decoder", DecoderFormat.canonical, "How records stand in an answer.")
    private static let pagination = Key(
        "pagination", PaginationFormat(vocabulary: .canonical).format, "How one page leads to the next.")
    private static let partition = Key(
        "partition", RoutingFormat(vocabulary: .canonical, jobStatus: jobStatus).format.oneOrMore,
        "What splits the stream into slices; several multiply.")
    private static let primaryKey = Key(
        "primary_key", Format<JSONPath>.singularPath.oneOrMore, "The fields that identify a record.")
    private static let cursorField = Key(
        "cursor_field", Format<JSONPath>.singularPath,
        "Where a record says how new it is. Alone, everything is read and what is not newer is dropped.")
    private static let incrementalFormat = IncrementalFormat(vocabulary: .canonical)
    private static let incremental = Key(
        "incremental", incrementalFormat.format, "How only new records are asked for.")
    private static let errorHandling = Key(
        "error_handling", ErrorPolicyFormat.format, "What becomes of answers in error.")
    private static let transform = Key("transform", TransformFormat.list, "Changes to every record, in order.")
    private static let schema = Key(
        "schema", Format<JSONValue>.recordSchema, "The schema of the records, as JSON Schema; inferred by default.")
}
