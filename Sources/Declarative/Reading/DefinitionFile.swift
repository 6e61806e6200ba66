internal import JSON
internal import YAML

extension ConnectorDefinition {
    /// Reads a connector file in any dialect.
    ///
    /// Throws all errors that were found, each with its place. `file` is the name that they show.
    package static func parse(_ text: [UInt8], file: String) throws(DefinitionErrors) -> ConnectorDefinition {
        let root: YAMLNode
        do throws(YAMLErrors) {
            root = try YAMLNode.parse(text)
        } catch {
            throw DefinitionErrors(
                file: file, errors: error.all.map { DefinitionError(position: $0.position, message: $0.message) })
        }
        var reading = Reading()
        let definition = Dialect.of(root).format.read(root, &reading)
        guard let definition, reading.errors.isEmpty else {
            throw DefinitionErrors(file: file, errors: reading.errors.sorted { $0.position < $1.position })
        }
        return definition
    }
}

/// The spellings of connector files. A further one needs a case here, and a format that reads into the model.
enum Dialect: CaseIterable {
    case canonical
    case design

    /// The dialect a file is written in, told by what only one of them has at the top.
    static func of(_ root: YAMLNode) -> Dialect {
        root["kind"] == nil && root["metadata"] == nil ? .canonical : .design
    }

    var format: Format<ConnectorDefinition> {
        switch self {
        case .canonical: CanonicalDialect.connector
        case .design: DesignDialect.connector
        }
    }
}
