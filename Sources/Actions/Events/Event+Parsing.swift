package import Connector
package import JSON
internal import Spelling
internal import Sync

extension Event {
    static let memberNames = [
        "action", "connector", "config", "streams", "format", "output", "state", "max_records", "budget", "concurrency",
        "sample", "shards", "plan", "division",
    ]

    /// Reads an event. Throws one failure that names everything that is wrong with it, and no value that may be secret.
    package init(_ value: JSONValue) throws(Failure) {
        guard case .object(let members) = value else {
            throw Failure(
                .config, "an event is a JSON object", hint: #"such as {"action": "sync", "connector": "stripe"}"#)
        }
        var reader = EventReader(members)
        reader.refuseUnknown(Self.memberNames, in: members, "")
        self.init(connector: reader.connector(), members: members)
        action = reader.choice("action", of: Action.self) ?? .sync
        configuration = reader.source("config")
        streams = reader.names("streams")
        let format = reader.word("format", of: ["json", "parquet"])
        isParquet = format == "parquet"
        output = reader.text("output")
        state = reader.source("state")
        maximumRecords = reader.count("max_records", in: 0 ... .max)
        concurrency = reader.count("concurrency", in: 1...256)
        sample = reader.count("sample", in: 0...1_000_000) ?? 0
        shards = reader.count("shards", in: 1...ShardCutter.mostShards) ?? shards
        plan = reader.text("plan")
        division = reader.text("division")
        budget = reader.budget()
        if isParquet, output == nil { reader.fault("`output` is missing: Parquet files need a folder or URL to go to") }
        if format == "json", output != nil {
            reader.fault("`output` is for Parquet files: `format` must be \"parquet\" then")
        }
        // Whoever names a place for files wants files.
        if output != nil { isParquet = true }
        if action == .plan || action == .merge, output == nil {
            reader.fault("`output` is missing: a sync that is divided into shards writes Parquet files")
        }
        if action == .plan, maximumRecords != nil {
            reader.fault("`max_records` cannot be: a sync that is divided into shards reads all there is")
        }
        if action != .plan, !(members["shards"] ?? .null).isNull { reader.fault("`shards` is for the action `plan`") }
        if action != .plan, action != .merge, plan != nil {
            reader.fault("`plan` is for the actions `plan` and `merge`")
        }
        if action != .merge, action != .sync, division != nil {
            reader.fault("`division` is for the action `merge`, and for syncs of shards")
        }
        if action == .merge, plan == nil { reader.fault("`plan` is missing: where the plan is that was answered") }
        try reader.finish()
    }
}

/// Takes the members of an event apart, and collects what is wrong with them.
private struct EventReader {
    private let members: JSONObject
    private var faults: [String] = []

    init(_ members: JSONObject) {
        self.members = members
    }

    mutating func fault(_ text: String) { faults.append(text) }

    func finish() throws(Failure) {
        guard !faults.isEmpty else { return }
        throw Failure(.config, faults.map { "event: \($0)" }.joined(separator: "\n"))
    }

    mutating func refuseUnknown(_ names: [String], in members: JSONObject, _ prefix: String) {
        for member in members where !names.contains(member.key) {
            let near = nearestName(to: member.key, among: names).map { "; did you mean `\(prefix)\($0)`?" } ?? ""
            fault("unknown field `\(prefix)\(member.key.shortened)`\(near)")
        }
    }

    /// The value of a member; nil also for null.
    private func value(_ name: String) -> JSONValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    mutating func connector() -> Event.ConnectorReference {
        switch value("connector") {
        case nil: fault("`connector` is missing: a name, a path, a URL or a definition")
        case .string(let reference)? where !reference.isEmpty && reference != Event.ownDefinition:
            return .reference(reference)
        case .object(let definition)?: return .definition(definition)
        default: fault("`connector` must be a name, a path, a URL or a definition")
        }
        return .reference("")
    }

    mutating func source(_ name: String) -> Event.Source? {
        switch value(name) {
        case nil: return nil
        case .object(let object)?: return .value(object)
        case .string(let reference)? where !reference.isEmpty: return .reference(reference)
        default:
            fault("`\(name)` must be an object, or a text that says where it is")
            return nil
        }
    }

    mutating func text(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        if let text = value.string, !text.isEmpty { return text }
        fault("`\(name)` must be a text")
        return nil
    }

    mutating func word(_ name: String, of words: [String]) -> String? {
        guard let text = text(name) else { return nil }
        if words.contains(text) { return text }
        fault("`\(name)` must be \(words.alternatives)")
        return nil
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice? {
        word(name, of: Choice.allCases.map(\.rawValue)).flatMap { Choice(rawValue: $0) }
    }

    mutating func names(_ name: String) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let names = list(value) else {
            fault("`\(name)` must be a list of names")
            return nil
        }
        if names.isEmpty { fault("`\(name)` names no stream: name at least one, or leave it out for all") }
        return names
    }

    private func list(_ value: JSONValue) -> [String]? {
        // As the command line takes them.
        if let text = value.string {
            return text.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        }
        guard let names = value.array?.map(\.string), !names.contains(nil) else { return nil }
        return names.compactMap { $0 }
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    mutating func count(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(name) else { return nil }
        if let number = value.int64.flatMap({ Int(exactly: $0) }), range.contains(number) { return number }
        let bounds =
            range.upperBound == .max ? "from \(range.lowerBound) on" : "from \(range.lowerBound) to \(range.upperBound)"
        fault("`\(name)` must be a whole number \(bounds)")
        return nil
    }

    mutating func budget() -> Event.Budget {
        var budget = Event.Budget()
        guard let value = value("budget") else { return budget }
        guard case .object(let members) = value else {
            fault("`budget` must be an object with `max_seconds` or `reserve_ms`")
            return budget
        }
        refuseUnknown(["max_seconds", "reserve_ms"], in: members, "budget.")
        if let seconds = number("max_seconds", in: members, from: 0.001, to: 1e6) {
            budget.maximum = .milliseconds(Int64(seconds * 1000))
        }
        if let reserve = number("reserve_ms", in: members, from: 0, to: 1e9) {
            budget.reserve = .milliseconds(Int64(reserve))
        }
        return budget
    }

    private mutating func number(
        _ name: String, in members: JSONObject, from least: Double, to most: Double
    ) -> Double? {
        guard let value = members[name], !value.isNull else { return nil }
        if let number = value.double, number >= least, number <= most { return number }
        fault("`budget.\(name)` must be a number from \(JSONValue.shortest(least)) to \(JSONValue.shortest(most))")
        return nil
    }
}
