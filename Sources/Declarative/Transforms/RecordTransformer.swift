internal import Connector
internal import JSON
internal import Templates

/// Carries out a stream's transforms, compiled once.
///
/// Records are not changed where they lie: each pass writes those of a batch into a new document. A pass takes as many
/// steps as it can; a template that uses what an earlier step made begins another.
struct RecordTransformer: Sendable {
    private let passes: [TransformPass]

    init(_ transforms: [RecordTransform]) {
        passes = TransformPass.passes(of: transforms)
    }

    /// The records after all steps; without steps the batch itself. `context` is that of the slice.
    func transform(
        _ batch: RecordBatch, in context: TemplateContext, faults: inout RecordFaults
    ) throws(Failure) -> RecordBatch {
        var batch = batch
        for pass in passes where !batch.isEmpty { batch = try pass.run(on: batch, in: context, &faults) }
        return batch
    }
}
