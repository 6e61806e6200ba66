internal import Connector

extension Command {
    /// `curlew schema`: the JSON Schema of definition files.
    static func schema(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "schema", summary: "Print the JSON Schema of connector files, for editors",
            details: """
                With the schema in a file beside it, and this as its first line, a connector file is completed and checked by
                editors that have a YAML language server:

                  # yaml-language-server: $schema=connector.schema.json
                """
        ) { (_, console) throws(Failure) in
            console.send(catalog.fileSchema)
            return .succeeded
        }
    }
}
