internal import DateTime
internal import JSON
internal import Templates
internal import YAML

extension DesignDialect {
    static let router: Format<Routing> = .variants([list, dateRange, parent, asyncJob]).declaringPartitionFields

    private static let list: Variant<Routing> = {
        let values = Key(
            "values", Format<TemplatedValue>.listOfValues, "The values, or one template that yields a list of them.")
        let field = Key("partition_field", Format<String>.fieldName, "The name of the value.")
        return Variant(
            "list", help: "One slice for each value.", keys: [values, field], required: ["values", "partition_field"]
        ) { (object, reading) in
            let all = object.read(values, &reading)
            guard let name = object.read(field, &reading), let all else { return nil }
            return Routing(router: .list(field: name, values: all))
        }
    }()

    private static let dateRange: Variant<Routing> = {
        let start = Key("start", Format<Template>.template, "The first moment.")
        let end = Key("end", Format<Template>.template, "The moment to end before; now by default.")
        let step = Key("step", Format<CalendarDuration>.step, "The length of a slice, an ISO 8601 duration.")
        let format = Key(
            "format", Format<TimestampFormat>.timestampFormat, "How the moments are written; iso8601 by default.")
        let startParameter = Key(
            "start_param", Format<String>.name, "The request parameter that carries a slice's start.")
        let endParameter = Key("end_param", Format<String>.name, "The request parameter that carries a slice's end.")
        return Variant(
            "datetime", help: "One slice for each step of time.",
            keys: [start, end, step, format, startParameter, endParameter], required: ["start", "step"]
        ) { (object, reading) in
            let first = object.read(start, &reading)
            let last = object.read(end, &reading)
            let length = object.read(step, &reading)
            let pattern = object.has(format) ? object.read(format, &reading) : .iso8601
            let (startName, endName) = (object.read(startParameter, &reading), object.read(endParameter, &reading))
            guard let first, let length, let pattern else { return nil }
            return Routing(
                router: .dateRange(
                    .init(
                        field: "start", start: first, end: last, step: length, format: pattern,
                        startParameter: startName,
                        endParameter: endName)))
        }
    }()

    private static let parent: Variant<Routing> = {
        let stream = Key("parent_stream", Format<String>.streamName, "The stream whose records make the slices.")
        let path = Key("parent_key", Format<JSONPath>.path, "Where the parent's record has the value.")
        let field = Key("partition_field", Format<String>.fieldName, "The name of the value.")
        return Variant(
            "parent", help: "One slice for each record of another stream.", keys: [stream, path, field],
            required: ["parent_stream", "parent_key", "partition_field"]
        ) { (object, reading) in
            let name = object.read(stream, &reading)
            let place = object.read(path, &reading)
            guard let called = object.read(field, &reading), let name, let place else { return nil }
            return Routing(router: .parent(.init(stream: name, field: called, path: place)))
        }
    }()

    private static let asyncJob: Variant<Routing> = {
        let create = Key("create", creation, "The request that creates the job.")
        let poll = Key("poll", polling, "How the job is waited for.")
        let download = Key("download", downloading, "How the result is fetched.")
        return Variant(
            "async_job", help: "A job that is created, waited for and downloaded.", keys: [create, poll, download],
            required: ["create", "poll", "download"]
        ) { (object, reading) in
            let creation = object.read(create, &reading)
            let polling = object.read(poll, &reading)
            let result = object.read(download, &reading)
            guard let creation, let polling, let result else { return nil }
            let job = PartitionRouter.AsyncJob(
                creation: creation.request, idPath: creation.idPath, polling: polling, resultURLPath: result.urlPath)
            return Routing(router: .asyncJob(job), download: .init(request: result.request))
        }
    }()

    private static let creation: Format<(request: RequestDefinition, idPath: JSONPath)> = {
        let idPath = Key("job_id_path", Format<JSONPath>.singularPath, "Where the answer has the job's id.")
        return .object(KeySet(requestKeys + [idPath], required: ["endpoint", "job_id_path"])) { (object, reading) in
            let place = object.read(idPath, &reading)
            var request = readRequest(object, &reading)
            if !object.has(method) { request?.method = .post }
            request?.isSafeToRepeat = false
            guard let request, let place else { return nil }
            return (request, place)
        }
    }()

    private static let polling: Format<PartitionRouter.JobPolling> = {
        let interval = Key(
            "interval_seconds", Format<Duration>.seconds, "How many seconds to wait between polls; 5 by default.")
        let attempts = Key("max_attempts", Format<Int>.integer(1...1_000_000), "How often to poll; 120 by default.")
        let completed = Key("completed_condition", condition, "What the answer says of a finished job.")
        let failed = Key("failed_condition", condition, "What the answer says of a failed job.")
        let keys = requestKeys + [interval, attempts, completed, failed]
        return .object(KeySet(keys, required: ["endpoint", "completed_condition"])) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let wait = object.read(interval, &reading) ?? .seconds(5)
                let count = object.read(attempts, &reading) ?? 120
                let done = object.read(completed, &reading)
                let bad = object.read(failed, &reading)
                if let done, let bad, done.path != bad.path, let node = object.node(of: failed) {
                    reading.complain("both conditions must look at one path, `\(done.path)`", at: node.position)
                }
                guard let request = readRequest(object, &reading), let done else { return nil }
                return PartitionRouter.JobPolling(
                    request: request, interval: wait, maximumCount: count, statusPath: done.path,
                    completedValues: done.values, failedValues: bad?.values ?? [])
            }
        }
    }()

    private static let condition: Format<(path: JSONPath, values: [JSONValue])> = {
        let path = Key("path", Format<JSONPath>.singularPath, "The place in the answer.")
        let value = Key("value", Format<JSONValue>.scalar.oneOrMore, "The value, or values, that stand there.")
        return .object(KeySet([path, value], required: ["path", "value"])) { (object, reading) in
            let values = object.read(value, &reading)
            guard let place = object.read(path, &reading), let values else { return nil }
            return (place, values)
        }
    }()

    private static let downloading: Format<(request: RequestDefinition, urlPath: JSONPath?)> = {
        let urlPath = Key(
            "url_path", Format<JSONPath>.singularPath, "Where the answer to the last poll has the result's URL.")
        return .object(KeySet(requestKeys + [urlPath])) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let place = object.read(urlPath, &reading)
                if object.has(endpoint) == object.has(urlPath) {
                    reading.complain(
                        "give one of `endpoint` and `url_path`: where is the result?", at: object.node.position)
                }
                let request = readRequest(object, &reading)
                return (request ?? RequestDefinition(path: .empty, isSafeToRepeat: true), place)
            }
        }
    }()
}
