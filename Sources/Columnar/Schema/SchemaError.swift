/// Why something could not be read as a schema.
package struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, as a path of keys from the root of the schema; empty for the root itself.
    package let path: [String]
    /// What is wrong there.
    package let fault: String

    /// One sentence for a person.
    package var description: String {
        path.isEmpty ? "the schema \(fault)" : "the schema of \(path.joined(separator: ".")) \(fault)"
    }
}
