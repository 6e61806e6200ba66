import Columnar
import TestSupport

/// Types as inference makes them.
enum RandomSchema {
    static func type(_ random: inout SeededRandom, depth: Int = 0) -> ColumnType {
        let scalars: [ColumnType] = [
            .null, .boolean, .integer, .longInteger, .wideInteger, .double, .string, .text, .json, .timestamp, .date,
        ]
        guard depth < 3, random.once(in: 3) else { return random.pick(scalars) }
        if random.once(in: 2) { return .list(.element(type(&random, depth: depth + 1))) }
        return .structure(fields(&random, depth: depth + 1))
    }

    static func fields(_ random: inout SeededRandom, depth: Int = 0) -> [Field] {
        let names = ["a", "b", "caf\u{E9}", "cafe\u{301}", "required", "with \"quotes\""].shuffled(using: &random)
        return names[..<random.below(names.count)].map { name in
            Field(name, type(&random, depth: depth), isNullable: !random.once(in: 4))
        }
    }
}
