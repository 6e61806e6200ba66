internal import JSON
internal import YAML

extension DesignDialect {
    /// Two conditions, each a path and the values that stand there.
    static let jobStatus: JobStatusFormat = {
        let completed = Key("completed_condition", condition, "What the answer says of a finished job.")
        let failed = Key("failed_condition", condition, "What the answer says of a failed job.")
        return JobStatusFormat(keys: [completed, failed], required: ["completed_condition"]) { (object, reading) in
            let done = object.read(completed, &reading)
            let bad = object.read(failed, &reading)
            if let done, let bad, done.path != bad.path, let node = object.node(of: failed) {
                reading.complain("both conditions must look at one path, `\(done.path)`", at: node.position)
            }
            return done.map {
                .init(path: $0.path, completedValues: $0.values, failedValues: bad?.values ?? [], errorPath: nil)
            }
        }
    }()

    private static let condition: Format<(path: JSONPath, values: [JSONValue])> = {
        let path = Key("path", Format<JSONPath>.singularPath, "The place in the answer.")
        let value = Key("value", Format<JSONValue>.scalar.oneOrMore, "The value, or values, that stand there.")
        return Format<(path: JSONPath, values: [JSONValue])>.object(
            KeySet([path, value], required: ["path", "value"])
        ) { (object, reading) in
            let values = object.read(value, &reading)
            guard let place = object.read(path, &reading), let values else { return nil }
            return (place, values)
        }.named("design_condition")
    }()
}
