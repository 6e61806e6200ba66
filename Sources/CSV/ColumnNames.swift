internal import JSON

/// Names of columns, each of which must be there and different from the others.
enum ColumnNames {
    /// The position of the first name that stood there before.
    static func firstRepetition(in names: [String]) -> Int? {
        var seen: Set<ExactText> = []
        return names.firstIndex { !seen.insert(ExactText($0)).inserted }
    }

    /// The names for `count` columns nobody has named.
    static func numbered(_ count: Int) -> [String] {
        (0..<count).map { "column_\($0 + 1)" }
    }

    /// What is wrong with the names of a header.
    static func fault(in names: [String]) -> CSVError.Reason? {
        if let unnamed = names.firstIndex(of: "") { return .unnamedColumn(unnamed + 1) }
        return firstRepetition(in: names).map { .repeatedColumn(names[$0]) }
    }
}
