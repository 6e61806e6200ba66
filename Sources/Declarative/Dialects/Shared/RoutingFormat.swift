internal import DateTime
internal import JSON
internal import Templates
internal import YAML

/// What splits a stream into slices. Dialects differ in a few names, and in how a job's status is told.
struct RoutingFormat: Sendable {
    let vocabulary: Vocabulary
    let jobStatus: JobStatusFormat

    /// A router, whose values and job may be named by whatever is read after it, further routers included.
    var format: Format<Routing> {
        let job = AsyncJobFormat(vocabulary: vocabulary, status: jobStatus).variant
        let router = Format<Routing>.variants([list, dateRange, parent, job])
        return Format(schema: router.schema) { (node, reading) in
            guard let routing = router.read(node, &reading) else {
                reading.declareUnknownPartitionFields()
                return nil
            }
            reading.declarePartitionFields(routing.router.fields, at: node.position)
            if case .asyncJob = routing.router { reading.declareJob() }
            return routing
        }.named(vocabulary.partName("partition"))
    }

    private var field: Key<String> {
        Key(
            vocabulary.partitionField, Format<String>.fieldName,
            "The name of the value, which templates use behind `partition.`.")
    }

    private var list: Variant<Routing> {
        let values = Key(
            "values", Format<TemplatedValue>.listOfValues, "The values, or one template that yields a list of them.")
        return Variant(
            "list", help: "One slice for each value.", keys: [field, values],
            required: [vocabulary.partitionField, "values"]
        ) { (object, reading) in
            let all = object.read(values, &reading)
            guard let name = object.read(field, &reading), let all else { return nil }
            return Routing(router: .list(field: name, values: all))
        }
    }

    private var dateRange: Variant<Routing> {
        let field = Key(
            vocabulary.partitionField, Format<String>.fieldName, "The name of the value that has a slice's start.",
            byDefault: "start")
        let start = Key("start", Format<Template>.template, "The first moment.")
        let end = Key("end", Format<Template>.template, "The moment to end before; now by default.")
        let step = Key("step", Format<CalendarDuration>.step, "The length of a slice, an ISO 8601 duration.")
        let format = Key(
            "format", Format<TimestampFormat>.timestampFormat, "How the moments are written.", byDefault: "iso8601")
        let startParameter = Key(
            "start_param", Format<String>.name, "The request parameter that carries a slice's start.")
        let endParameter = Key("end_param", Format<String>.name, "The request parameter that carries a slice's end.")
        return Variant(
            vocabulary.dateRangeType, help: "One slice for each step of time.",
            keys: [field, start, end, step, format, startParameter, endParameter], required: ["start", "step"]
        ) { (object, reading) in
            let first = object.read(start, &reading)
            let last = object.read(end, &reading)
            let length = object.read(step, &reading)
            let name = object.has(field) ? object.read(field, &reading) : "start"
            let pattern = object.has(format) ? object.read(format, &reading) : .iso8601
            let (startName, endName) = (object.read(startParameter, &reading), object.read(endParameter, &reading))
            if let pattern {
                reading.checkMoment(first, pattern, at: object.node(of: start))
                reading.checkMoment(last, pattern, at: object.node(of: end))
            }
            guard let name, let first, let length, let pattern else { return nil }
            return Routing(
                router: .dateRange(
                    .init(
                        field: name, start: first, end: last, step: length, format: pattern, startParameter: startName,
                        endParameter: endName)))
        }
    }

    private var parent: Variant<Routing> {
        let stream = Key(
            vocabulary.parentStream, Format<String>.parentStream, "The stream whose records make the slices.")
        let path = Key(vocabulary.parentField, Format<JSONPath>.path, "Where the parent's record has the value.")
        let further = Key(
            "fields", Format<JSONPath>.singularPath.mapping, "Further values from the parent's record, by name.")
        let batch = Key("batch", Format<Int>.integer(1...100_000), "How many distinct values share a slice.")
        let separator = Key(
            "separator", Format<String>.text, "What stands between the values of a batch.", byDefault: ",")
        return Variant(
            vocabulary.parentType, help: "One slice for each record of another stream.",
            keys: [stream, field, path, further, batch, separator],
            required: [vocabulary.parentStream, vocabulary.partitionField, vocabulary.parentField]
        ) { (object, reading) in
            let parent = object.read(stream, &reading)
            let place = object.read(path, &reading)
            let fields = object.read(further, &reading) ?? []
            for entry in object.node(of: further)?.mapping.map({ Array($0) }) ?? [] {
                if let fault = entry.key.fieldNameFault { reading.complain(fault, at: entry.keyPosition) }
            }
            let count = object.read(batch, &reading)
            let joint = object.read(separator, &reading) ?? ","
            if object.has(batch), !fields.isEmpty, let node = object.node(of: further) {
                reading.complain("a batch of values has no further `fields`; remove one of the two", at: node.position)
            }
            guard let name = object.read(field, &reading), let parent, let place else { return nil }
            return Routing(
                router: .parent(
                    .init(
                        stream: parent, field: name, path: place,
                        furtherFields: Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first },
                        batch: count, separator: joint)))
        }
    }
}
