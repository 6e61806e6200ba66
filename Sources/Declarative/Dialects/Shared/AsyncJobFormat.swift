internal import JSON
internal import Templates
internal import YAML

/// How a dialect tells the status of a job from the answer to a poll.
struct JobStatusFormat: Sendable {
    /// Where the status stands, and what it may be.
    struct Status: Sendable {
        var path: JSONPath
        var completedValues: [JSONValue]
        var failedValues: [JSONValue]
        var errorPath: JSONPath?
    }

    var keys: [any AnyKey]
    var required: [String]
    var read: @Sendable (ObjectReader, inout Reading) -> Status?
}

/// A job that is created, waited for and downloaded.
struct AsyncJobFormat: Sendable {
    let vocabulary: Vocabulary
    let status: JobStatusFormat

    private var request: RequestFormat { RequestFormat(vocabulary) }

    var variant: Variant<Routing> {
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
            return Routing(router: .asyncJob(job), download: result.download)
        }
    }

    private var creation: Format<(request: RequestDefinition, idPath: JSONPath)> {
        let idPath = Key("job_id_path", Format<JSONPath>.singularPath, "Where the answer has the job's id.")
        let method = Key("method", request.method.format, "The method.", byDefault: "POST")
        let keys: [any AnyKey] = [request.path, method, request.parameters, request.headers, request.body, idPath]
        return Format<(request: RequestDefinition, idPath: JSONPath)>.object(
            KeySet(keys, required: [vocabulary.path, "job_id_path"])
        ) { (object, reading) in
            let place = object.read(idPath, &reading)
            var creation = request.read(object, &reading)
            if !object.has(request.method) { creation?.method = .post }
            creation?.isSafeToRepeat = false
            guard let creation, let place else { return nil }
            return (creation, place)
        }.named(vocabulary.partName("job_creation"))
    }

    private var polling: Format<PartitionRouter.JobPolling> {
        let interval = Key(
            vocabulary.seconds("interval"), Format<Duration>.seconds,
            "How many seconds to wait between polls.", byDefault: 5)
        let attempts = Key("max_attempts", Format<Int>.integer(1...1_000_000), "How often to poll.", byDefault: 120)
        let keys = request.keys + [interval, attempts] + status.keys
        return Format<PartitionRouter.JobPolling>.object(
            KeySet(keys, required: [vocabulary.path] + status.required)
        ) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let wait = object.read(interval, &reading) ?? .seconds(5)
                let count = object.read(attempts, &reading) ?? 120
                let told = status.read(object, &reading)
                guard let question = request.read(object, &reading), let told else { return nil }
                return PartitionRouter.JobPolling(
                    request: question, interval: wait, maximumCount: count, statusPath: told.path,
                    completedValues: told.completedValues, failedValues: told.failedValues, errorPath: told.errorPath)
            }
        }.named(vocabulary.partName("job_polling"))
    }

    private var downloading: Format<(download: Routing.Download, urlPath: JSONPath?)> {
        let urlPath = Key(
            "url_path", Format<JSONPath>.singularPath, "Where the answer to the last poll has the result's URL.")
        let pages = Key(
            "pagination", PaginationFormat(vocabulary: vocabulary).format,
            "How one page of the result leads to the next.")
        return Format<(download: Routing.Download, urlPath: JSONPath?)>.object(
            KeySet(request.keys + [urlPath, pages])
        ) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let place = object.read(urlPath, &reading)
                if object.has(request.path) == object.has(urlPath) {
                    reading.complain(
                        "give one of `\(vocabulary.path)` and `url_path`: where is the result?",
                        at: object.node.position)
                }
                // The path of a result whose URL the poll tells is never used.
                let result = request.read(object, &reading) ?? RequestDefinition(path: .empty, isSafeToRepeat: true)
                let pagination = object.read(pages, &reading)
                return (Routing.Download(request: result, pagination: pagination), place)
            }
        }.named(vocabulary.partName("job_download"))
    }
}
