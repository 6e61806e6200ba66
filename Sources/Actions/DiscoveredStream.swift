internal import Columnar
package import Connector
package import JSON

/// A stream and the schema of its records.
package struct DiscoveredStream: Sendable {
    package var descriptor: StreamDescriptor
    /// As JSON Schema.
    package var schema: JSONValue
    /// Why its records could not be looked at.
    package var failure: Failure?
}

extension DiscoveredStream {
    /// The stream as it is declared; one that declares no schema takes any record.
    package init(_ descriptor: StreamDescriptor) {
        self.init(
            descriptor: descriptor,
            schema: descriptor.schema ?? [
                "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                "additionalProperties": true,
            ])
    }

    /// The stream with what its first records show; what is declared counts more.
    package init(_ descriptor: StreamDescriptor, sampling count: Int, of source: any Source, until deadline: Deadline)
        async
    {
        self.init(descriptor)
        do throws(Failure) {
            let declared = try descriptor.declaredSchema()
            var sample = SchemaSample(wanted: count)
            try await sample.read(descriptor.name, of: source, until: deadline)
            if sample.isEmpty { return }
            schema = (declared.map { sample.schema.declaring($0) } ?? sample.schema).jsonSchema
        } catch {
            failure = error
        }
    }
}

extension StreamDescriptor {
    fileprivate func declaredSchema() throws(Failure) -> Schema? {
        guard let schema else { return nil }
        do throws(SchemaError) {
            return try Schema(declaration: schema)
        } catch {
            throw Failure(.config, "\(error)")
        }
    }
}

/// The first records of a stream, and what they have in common.
private struct SchemaSample {
    /// How many records are still to be seen.
    var wanted: Int
    var schema = Schema()
    var isEmpty = true

    mutating func read(
        _ stream: String, of source: any Source, until deadline: Deadline
    ) async throws(Failure) {
        var sample = self
        let end = try await source.slices(of: stream, from: SlicingStart(), until: deadline) {
            (group) async throws(Failure) in
            for slice in group.slices where sample.wanted > 0 {
                let end = try await source.pages(of: slice, in: stream, from: ScanStart(), until: deadline) { page in
                    sample.observe(page.records)
                    return sample.wanted > 0 ? .proceed : .stop
                }
                try Self.check(end)
            }
            return sample.wanted > 0 ? .proceed : .stop
        }
        try Self.check(end)
        self = sample
    }

    private mutating func observe(_ records: RecordBatch) {
        let records = records.part(from: 0, count: wanted)
        records.forEachNode { schema.observe($0) }
        wanted -= records.count
        if !records.isEmpty { isEmpty = false }
    }

    private static func check(_ end: ReadingEnd) throws(Failure) {
        switch end {
        case .complete, .stopped: return
        case .outOfTime: throw Failure(.deadline, "there was no time for enough records", mayRetry: true)
        case .stalePosition(let failure): throw failure
        }
    }
}
