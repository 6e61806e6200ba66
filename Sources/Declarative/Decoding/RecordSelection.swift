internal import Connector
internal import JSON
internal import Spelling

/// Finds the records in a JSON document.
enum RecordSelection {
    /// Why there are none to be found, as the end of a sentence that begins with the answer.
    struct Fault: Error, Hashable {
        var reason: String
        var hint: String
    }

    /// The records a path leads to; without one, those that the document itself is.
    ///
    /// A path of names leads to an array of records, to a single one, or to null for none, and what it leads to must be
    /// there. So does one with indexes on the way to a name, `zones[0].groups`, but that may lead nowhere. Any other path
    /// selects each record, and may select none.
    static func records(at path: JSONPath?, in document: JSONDocument) throws(Fault) -> RecordBatch {
        let root = document.root
        guard let path else { return try records(in: root, at: "the top") }
        guard path.hasOnlyNames else {
            if path.isSingular, path.endsInName {
                guard let found = path.first(in: root) else { return .empty }
                return try records(in: found, at: "`\(path)`")
            }
            var places: [Int] = []
            path.forEach(in: root) { value in value.withUnsafeNode { places.append($0.index) } }
            return RecordShape.batch(of: document, places: places)
        }
        if let found = path.first(in: root) { return try records(in: found, at: "`\(path)`") }
        try checkAbsence(of: path, in: root)
        return .empty
    }

    private static func records(in value: JSONView, at place: String) throws(Fault) -> RecordBatch {
        switch value.kind {
        case .array: return RecordShape.batch(elementsOf: value)
        case .object: return RecordBatch(document: value.document, places: [value.withUnsafeNode { $0.index }])
        case .null: return .empty
        case .bool, .integer, .unsigned, .double, .digits, .string:
            throw Fault(
                reason: "has \(value.kind.phrase) at \(place), where its records should be",
                hint: "`records_path` must lead to an array of records or to one record.")
        }
    }

    /// That nothing is there is right only where null stands on the way, or the whole document is null or `{}`.
    private static func checkAbsence(of path: JSONPath, in root: JSONView) throws(Fault) {
        if root.isNull || root.kind == .object && root.count == 0 { return }
        var value = root
        var way: [String] = []
        for name in path.leadingNames {
            if value.isNull { return }
            guard value.kind == .object, let member = value[name] else { break }
            value = member
            way.append(name)
        }
        let place = way.isEmpty ? "it" : "`\(way.joined(separator: "."))`"
        throw Fault(
            reason: "has no records at `\(path)`; \(place) \(contents(of: value))",
            hint:
                "correct `records_path`; where the API leaves out an empty list, write `$.\(path.plain)[*]`, which may"
                + " be missing")
    }

    private static let mostKeys = 12

    private static func contents(of value: JSONView) -> String {
        guard value.kind == .object else { return "is \(value.kind.phrase)" }
        let keys = value.members.prefix(mostKeys).map { "`\(String($0.key).shortened)`" }
        if keys.isEmpty { return "is empty" }
        let more = value.count > mostKeys ? " and \(value.count - mostKeys) more" : ""
        return "has " + keys.joined(separator: ", ") + more
    }
}

extension JSONPath {
    /// The path without the `$.` it may begin with.
    fileprivate var plain: String {
        description.utf8.starts(with: "$.".utf8) ? String(description.dropFirst(2)) : description
    }
}
