internal import Connector

extension Command {
    /// `curlew schema`: the JSON Schema of definition files.
    static func schema(_ catalog: any ConnectorCatalog) -> Command {
        Command("schema", summary: "Print the JSON Schema of connector files, for editors") {
            (_, console) throws(Failure) in
            console.send(catalog.fileSchema)
            return .succeeded
        }
    }
}
