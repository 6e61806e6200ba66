package import YAML

/// One thing that is wrong in a connector file.
package struct DefinitionError: Hashable, Sendable {
    package var position: YAMLPosition
    /// What is wrong, and what would be right.
    package var message: String
}

/// Everything that is wrong in a connector file, in the order of the text.
package struct DefinitionErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name, as the user gave it.
    package var file: String
    package var errors: [DefinitionError]

    /// One line for each error: file, line, column, message.
    package var description: String {
        errors.map { "\(file):\($0.position.line):\($0.position.column): \($0.message)" }.joined(separator: "\n")
    }
}
