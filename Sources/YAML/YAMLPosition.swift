/// A place in a YAML text, as editors show it.
///
/// What counts as the end of a line is libyaml's choice, which is YAML 1.1's: besides CR, LF and CRLF also U+0085, U+2028
/// and U+2029.
package struct YAMLPosition: Hashable, Sendable {
    /// The line, from 1.
    package let line: Int
    /// The column, from 1, in Unicode scalars. A tab counts as one; a byte order mark does not count.
    package let column: Int

    /// Creates a position from its parts.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension YAMLPosition: Comparable {
    package static func < (left: YAMLPosition, right: YAMLPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension YAMLPosition: CustomStringConvertible {
    /// `line 3, column 5`.
    package var description: String { "line \(line), column \(column)" }
}
