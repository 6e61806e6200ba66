internal import JSON
internal import Templates
internal import YAML

extension CanonicalDialect {
    static let asyncJobRouter: Variant<Routing> = {
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
    }()

    private struct Creation: Sendable {
        var request: RequestDefinition
        var idPath: JSONPath
    }

    private static let creation: Format<Creation> = {
        let idPath = Key("job_id_path", Format<JSONPath>.singularPath, "Where the answer has the job's id.")
        let keys: [any AnyKey] = [path, method, requestParameters, requestHeaders, body, idPath]
        return .object(KeySet(keys, required: ["path", "job_id_path"])) { (object, reading) in
            let place = object.read(idPath, &reading)
            var request = readRequest(object, &reading)
            if !object.has(method) { request?.method = .post }
            request?.isSafeToRepeat = false
            guard let request, let place else { return nil }
            return Creation(request: request, idPath: place)
        }
    }()

    private static let polling: Format<PartitionRouter.JobPolling> = {
        let interval = Key(
            "interval_secs", Format<Duration>.seconds, "How many seconds to wait between polls; 5 by default.")
        let attempts = Key("max_attempts", Format<Int>.integer(1...1_000_000), "How often to poll; 120 by default.")
        let statusPath = Key("status_path", Format<JSONPath>.singularPath, "Where the answer has the job's status.")
        let completed = Key(
            "completed_value", Format<JSONValue>.scalar.oneOrMore, "The status, or statuses, of a finished job.")
        let failed = Key("failed_values", Format<JSONValue>.scalar.oneOrMore, "The statuses of a failed job.")
        let errorPath = Key("error_path", Format<JSONPath>.singularPath, "Where the answer says why a job failed.")
        let keys: [any AnyKey] = [
            path, method, requestParameters, requestHeaders, body, interval, attempts, statusPath, completed, failed,
            errorPath,
        ]
        return .object(KeySet(keys, required: ["path", "status_path", "completed_value"])) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let status = object.read(statusPath, &reading)
                let done = object.read(completed, &reading)
                let wait = object.read(interval, &reading) ?? .seconds(5)
                let count = object.read(attempts, &reading) ?? 120
                let bad = object.read(failed, &reading) ?? []
                let reason = object.read(errorPath, &reading)
                guard let request = readRequest(object, &reading), let status, let done else { return nil }
                return PartitionRouter.JobPolling(
                    request: request, interval: wait, maximumCount: count, statusPath: status, completedValues: done,
                    failedValues: bad, errorPath: reason)
            }
        }
    }()

    private struct Result: Sendable {
        var download: Routing.Download?
        var urlPath: JSONPath?
    }

    private static let downloading: Format<Result> = {
        let urlPath = Key(
            "url_path", Format<JSONPath>.singularPath, "Where the answer to the last poll has the result's URL.")
        let pages = Key("pagination", paginationFormat, "How one page of the result leads to the next.")
        let keys: [any AnyKey] = [path, method, requestParameters, requestHeaders, body, urlPath, pages]
        return .object(KeySet(keys)) { (object, reading) in
            reading.within([.jobID]) { (reading) in
                let place = object.read(urlPath, &reading)
                if object.has(path) == object.has(urlPath) {
                    reading.complain(
                        "give one of `path` and `url_path`: where is the result?", at: object.node.position)
                }
                var request = object.has(path) ? readRequest(object, &reading) : nil
                if !object.has(path) {
                    request = RequestDefinition(
                        path: .empty, parameters: object.read(requestParameters, &reading) ?? [],
                        headers: object.read(requestHeaders, &reading) ?? [], isSafeToRepeat: true)
                }
                let pagination = object.read(pages, &reading)
                return Result(
                    download: request.map { Routing.Download(request: $0, pagination: pagination) }, urlPath: place)
            }
        }
    }()
}
