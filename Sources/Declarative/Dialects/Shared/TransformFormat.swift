internal import JSON
internal import Spelling
internal import Templates
internal import YAML

/// Changes to records: a list of steps, each a mapping with one key.
enum TransformFormat {
    static let list = step.list

    private static let set = Key(
        "set", Format<[TemplatedField]>.templatedFields.using([.record]), "Adds fields or replaces their values.")
    private static let rename = Key("rename", Format<String>.name.mapping, "Gives fields new names.")
    private static let drop = Key("drop", fieldPath.oneOrMore, "Removes fields.")
    private static let select = Key("select", fieldPath.oneOrMore, "Removes all other fields.")
    private static let flatten = Key("flatten", flattening, "Moves the members of objects up to the record.")
    private static let explode = Key(
        "explode", fieldPath, "Makes a record of each element of an array, the record's other fields copied into it.")

    private static let keys: [any AnyKey] = [set, rename, drop, select, flatten, explode]

    private static let step = Format<RecordTransform>.object(KeySet(keys)) { (object, reading) in
        let present = keys.filter { object.has($0) }
        guard present.count == 1 else {
            reading.complain(
                "a step has exactly one of \(keys.map(\.name).alternatives), this has \(present.count)",
                at: object.node.position)
            return nil
        }
        if object.has(set) { return object.read(set, &reading).map { .set($0) } }
        if object.has(rename) { return object.read(rename, &reading).flatMap { renamings($0, object, &reading) } }
        if object.has(drop) { return object.read(drop, &reading).map { .drop($0) } }
        if object.has(select) { return object.read(select, &reading).map { .select($0) } }
        if object.has(explode) { return object.read(explode, &reading).map { .explode($0) } }
        return object.read(flatten, &reading)
    }.named("transform")

    private static func renamings(
        _ names: [(name: String, value: String)], _ object: ObjectReader, _ reading: inout Reading
    ) -> RecordTransform? {
        let renamings = names.compactMap { entry -> RecordTransform.Renaming? in
            guard let path = FieldPath(entry.name) else {
                let position = object.node(of: rename)?.mapping?.entry(for: entry.name)?.keyPosition
                reading.complain(
                    "expected a field or a path of names such as `customer.id`, found `\(entry.name.shortened)`",
                    at: position ?? object.node.position)
                return nil
            }
            return RecordTransform.Renaming(from: path, to: entry.value)
        }
        return .rename(renamings)
    }

    private static let fieldPath = Format<FieldPath>(schema: Format<String>.name.schema) { (node, reading) in
        guard let text = Format<String>.name.read(node, &reading) else { return nil }
        guard let path = FieldPath(text) else {
            reading.complain(
                "expected a field or a path of names such as `customer.id`, found `\(text.shortened)`",
                at: node.position)
            return nil
        }
        return path
    }.named("field_path")

    private static let flattening: Format<RecordTransform> = {
        let separator = Key("separator", Format<String>.text, "What stands between joined names.", byDefault: "_")
        let depth = Key("depth", Format<Int>.integer(1...100), "How many levels are moved up; all by default.")
        return Format<RecordTransform>.object(KeySet([separator, depth])) { (object, reading) in
            .flatten(separator: object.read(separator, &reading) ?? "_", depth: object.read(depth, &reading))
        }.named("flatten")
    }()
}

extension FieldPath {
    /// A path of names in the spelling of JSONPath; nil for anything else, such as a path with an index.
    init?(_ text: String) {
        guard let names = (try? JSONPath(text))?.names, !names.isEmpty else { return nil }
        self.init(names: names)
    }
}
