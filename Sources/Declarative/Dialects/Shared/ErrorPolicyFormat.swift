internal import JSON
internal import YAML

/// What becomes of answers in error. Both dialects write it alike.
enum ErrorPolicyFormat {
    static let format = Format<ErrorPolicy>.object(KeySet([strategy, maximum, rules])) { (object, reading) in
        ErrorPolicy(
            strategy: object.read(strategy, &reading) ?? .fail,
            maximumErrors: object.read(maximum, &reading),
            rules: object.read(rules, &reading) ?? [])
    }.named("error_handling")

    private static let strategy = Key(
        "strategy", Format<ErrorPolicy.Action>.word(), "What happens to errors that no rule covers.", byDefault: "fail")
    private static let maximum = Key(
        "max_errors", Format<Int>.integer(0...1_000_000_000),
        "How many errors are skipped before the stream fails; any number by default.")
    private static let rules = Key("rules", rule.list, "Actions for certain answers; the first that fits counts.")

    private static let status = Key("status", Format<Int>.status.oneOrMore, "The statuses concerned.")
    private static let path = Key("path", Format<JSONPath>.path, "A place in the answer's body.")
    private static let value = Key("value", Format<JSONValue>.scalar, "The value that stands there.")
    private static let action = Key("action", Format<ErrorPolicy.Action>.word(), "What happens.")
    private static let message = Key("message", Format<String>.text, "What to tell the user.")

    private static let rule = Format<ErrorPolicy.Rule>.object(
        KeySet([status, path, value, action, message], required: ["action"])
    ) { (object, reading) in
        let rule = ErrorPolicy.Rule(
            statuses: object.read(status, &reading) ?? [],
            path: object.read(path, &reading),
            value: object.read(value, &reading),
            action: object.read(action, &reading) ?? .fail,
            message: object.read(message, &reading))
        if !object.has(status), !object.has(path) {
            reading.complain(
                "a rule needs a `status` or a `path` to say which answers it is for", at: object.node.position)
        }
        if object.has(value), !object.has(path) {
            reading.complain("`value` needs a `path` that leads to it", at: object.node.position)
        }
        return rule
    }.named("error_rule")
}
