internal import JSON

extension CanonicalDialect {
    /// The status stands at one path; its values are listed.
    static let jobStatus: JobStatusFormat = {
        let path = Key("status_path", Format<JSONPath>.singularPath, "Where the answer has the job's status.")
        let completed = Key(
            "completed_value", Format<JSONValue>.scalar.oneOrMore, "The status, or statuses, of a finished job.")
        let failed = Key("failed_values", Format<JSONValue>.scalar.oneOrMore, "The statuses of a failed job.")
        let errorPath = Key("error_path", Format<JSONPath>.singularPath, "Where the answer says why a job failed.")
        return JobStatusFormat(
            keys: [path, completed, failed, errorPath], required: ["status_path", "completed_value"]
        ) { (object, reading) in
            let done = object.read(completed, &reading)
            let bad = object.read(failed, &reading) ?? []
            let reason = object.read(errorPath, &reading)
            guard let place = object.read(path, &reading), let done else { return nil }
            return .init(path: place, completedValues: done, failedValues: bad, errorPath: reason)
        }
    }()
}
