/// What a file says about itself beside its rows.
package struct FileDescription: Sendable {
    /// A column that the rows are known to be sorted by.
    package struct SortingColumn: Hashable, Sendable {
        package var path: [String]
        package var isDescending: Bool
        package var areNullsFirst: Bool

        package init(path: [String], isDescending: Bool = false, areNullsFirst: Bool = false) {
            self.path = path
            self.isDescending = isDescending
            self.areNullsFirst = areNullsFirst
        }
    }

    /// Keys and values of the program's own.
    package var metadata: [(key: String, value: String)]
    /// The program that writes, as the format wants it: `NAME version VERSION`.
    package var createdBy: String
    /// Major first.
    package var sortingColumns: [SortingColumn]

    package init(
        metadata: [(key: String, value: String)] = [], createdBy: String = "curlew",
        sortingColumns: [SortingColumn] = []
    ) {
        self.metadata = metadata
        self.createdBy = createdBy
        self.sortingColumns = sortingColumns
    }
}
