package import CSV
package import JSON

/// One stream of records.
package struct StreamDefinition: Hashable, Sendable {
    package var name: String
    package var description: String?
    /// For a stream of async jobs, the request that downloads a job's result.
    package var request: RequestDefinition
    package var decoder: RecordDecoder = .json(path: nil)
    package var pagination: Pagination = .none
    /// The slices are the product of the routers; none means one slice.
    package var partitions: [PartitionRouter] = []
    /// Paths to the fields that identify a record.
    package var primaryKey: [JSONPath] = []
    package var incremental: Incremental?
    package var errorPolicy = ErrorPolicy()
    package var transforms: [RecordTransform] = []
    /// The schema of the records as JSON Schema, where the connector declares it.
    package var schema: JSONValue?
}

/// How the records stand in an answer.
package enum RecordDecoder: Hashable, Sendable {
    /// `path` leads to the records: to an array of them, or with a wildcard to each; nil for the document itself.
    case json(path: JSONPath?)
    case jsonLines
    case csv(CSVFormat)
    /// `path` leads through element names to the element that is a record.
    case xml(path: [String])
}
