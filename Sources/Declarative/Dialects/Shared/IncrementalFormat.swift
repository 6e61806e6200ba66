internal import JSON
internal import Templates
internal import YAML

/// How a stream is read again without what was read before. Dialects differ in a few names.
struct IncrementalFormat: Sendable {
    let vocabulary: Vocabulary

    /// What the block says, before it is known what the rest of the stream says.
    struct Block: Sendable {
        var position: YAMLPosition
        var cursorPath: JSONPath?
        var filter: Incremental.Filter?
        var format: CursorFormat?
        var start: Template?
        var lookback: Duration
        var end: Incremental.UpperBound?
        var isInclusive: Bool
    }

    var format: Format<Block> {
        let cursorField = Key("cursor_field", Format<JSONPath>.singularPath, "Where a record says how new it is.")
        let parameter = Key(
            vocabulary.cursorParameter, Format<String>.name, "The request parameter that carries the cursor.")
        let location = Key(
            "location", Format<RequestLocation>.word([("query", .query), ("header", .header), ("body", .body)]),
            "Where the parameter stands.", byDefault: "query")
        let format = Key(
            vocabulary.cursorFormat, Format<CursorFormat>.cursorFormat,
            "How the cursor is written in requests; as the records have it by default.")
        let start = Key("start", Format<Template>.template, "What is sent while there is no cursor.")
        let lookback = Key(
            vocabulary.seconds("lookback"), Format<Duration>.span, "How many seconds before the cursor to read again.",
            byDefault: 0)
        let endParameter = Key("end_param", Format<String>.name, "The request parameter that carries the upper bound.")
        let end = Key("end", Format<Template>.template, "The upper bound; now by default.")
        let inclusive = Key(
            "inclusive", Format<Bool>.boolean,
            "Whether the API's filter includes records exactly at the cursor.", byDefault: true)
        let filter = Key(
            "filter", Format<Bool>.word([("api", false), ("client", true)]),
            "Whether the API drops old records (by the parameter or a template), or Curlew does after reading everything."
        )
        let keys: [any AnyKey] = [
            cursorField, parameter, location, format, start, lookback, endParameter, end, inclusive, filter,
        ]
        return Format<Block>.object(KeySet(keys)) { (object, reading) in
            let name = object.read(parameter, &reading)
            let place = object.read(location, &reading) ?? .query
            object.checkName(at: parameter, for: place, &reading)
            let isClient = object.read(filter, &reading) ?? false
            if isClient, object.has(parameter), let node = object.node(of: filter) {
                reading.complain("`filter: client` sends no parameter; remove one of the two", at: node.position)
            }
            let bound = object.read(end, &reading)
            if let node = object.node(of: end), !object.has(endParameter) {
                reading.complain("`end` is never used: name the `end_param` that carries it", at: node.position)
            }
            let spelling = object.read(format, &reading)
            let first = object.read(start, &reading)
            if case .timestamp(let timestamp) = spelling {
                reading.checkMoment(first, timestamp, at: object.node(of: start))
                reading.checkMoment(bound, timestamp, at: object.node(of: end))
            }
            return Block(
                position: object.node.position,
                cursorPath: object.read(cursorField, &reading),
                filter: isClient ? .client : name.map { .parameter($0, place) },
                format: spelling,
                start: first,
                lookback: object.read(lookback, &reading) ?? .zero,
                end: object.read(endParameter, &reading).map { .init(parameter: $0, value: bound) },
                isInclusive: object.read(inclusive, &reading) ?? true)
        }.named(vocabulary.partName("incremental"))
    }

    /// What block and stream say together. A stream that names only its `cursor_field` is read whole each time, and what
    /// is not newer than the cursor is dropped.
    func incremental(
        _ block: Block?, cursorField: JSONPath?, usesCursorInTemplates: Bool, _ reading: inout Reading
    ) -> Incremental? {
        guard let block else {
            return cursorField.map {
                Incremental(cursorPath: $0, filter: usesCursorInTemplates ? .template : .client)
            }
        }
        if let inner = block.cursorPath, let cursorField, inner != cursorField {
            reading.complain(
                "`cursor_field` is `\(inner)` here and `\(cursorField)` for the stream; write it once",
                at: block.position)
        }
        guard let path = block.cursorPath ?? cursorField else {
            reading.complain("`cursor_field` is missing: which field says how new a record is?", at: block.position)
            return nil
        }
        guard let filter = block.filter ?? (usesCursorInTemplates ? .template : nil) else {
            reading.complain(
                "the cursor is never used: name the `\(vocabulary.cursorParameter)` that carries it, use `state.cursor` in a template, or"
                    + " write `filter: client` to read everything and drop what is old", at: block.position)
            return nil
        }
        return Incremental(
            cursorPath: path, filter: filter, format: block.format, start: block.start, lookback: block.lookback,
            end: block.end, isInclusive: block.isInclusive)
    }
}
