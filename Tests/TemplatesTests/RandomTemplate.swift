import TestSupport

/// Random expressions of every kind of node; some make sense and most fail somewhere.
struct RandomTemplate {
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &random) ?? ""
    }

    mutating func template() -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            pick(["", "", "/x?a=", "{# c #}"]) + "{{ \(expression(depth: 0)) }}"
        }.joined()
    }

    mutating func expression(depth: Int) -> String {
        if depth > 4 || Int.random(in: 0..<4, using: &random) == 0 { return operand() }
        func inner(_ generator: inout RandomTemplate) -> String { generator.expression(depth: depth + 1) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return "(\(inner(&self)) \(pick(["+", "-", "*", "/", "//", "%", "~"])) \(inner(&self)))"
        case 1: return "(\(inner(&self)) \(pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])) \(inner(&self)))"
        case 2: return "(\(inner(&self)) \(pick(["and", "or"])) \(inner(&self)))"
        case 3: return "(\(inner(&self)) if \(inner(&self)) else \(inner(&self)))"
        case 4: return "(\(inner(&self)) if \(inner(&self)))"
        case 5: return "(not \(inner(&self)))"
        case 6: return "(\(inner(&self)) is \(pick(["defined", "not defined", "none", "not none"])))"
        case 7: return "(\(inner(&self)) | default(\(inner(&self))\(pick(["", ", true"]))))"
        case 8: return "[\(inner(&self)), \(inner(&self))]"
        case 9: return "{\(inner(&self)): \(inner(&self))}"
        case 10: return "(\(inner(&self)))[\(inner(&self))]"
        default: return "(\(inner(&self)) | \(filter()))"
        }
    }

    private mutating func filter() -> String {
        pick([
            "lower", "upper", "trim", "replace('a', 'b')", "split(',')", "join('-')", "first", "last", "length", "int",
            "float",
            "string", "bool", "tojson", "fromjson", "b64encode", "b64decode", "urlencode", "hash('sha256')", "abs",
            "round(1)",
            "min", "max", "unique", "sort", "date('%Y-%m')", "plus('P1D')", "minus(config.nope | default('P1M'))",
            "unix",
            "iso8601", "start_of('day')", "replace(config.org, partition.id)",
        ])
    }

    private mutating func operand() -> String {
        pick([
            "1", "0", "2.5", "-7", "'a'", "''", "'2024-01-31'", "true", "none", "[]", "config.org", "config.port",
            "config.nope",
            "config.nothing", "config.names", "config.nested.deep.text", "config.start", "config.off", "config.zero",
            "config",
            "partition.id", "partition.page", "partition.nope", "record.id", "record.tags", "record.gone",
            "state.cursor", "now",
            "today", "job_id", "headers['X-Next']", "config.names[0]", "record.tags[-1]",
        ])
    }
}
