internal import Connector
internal import JSON
internal import Templates

/// Carries out a stream's transforms, compiled once.
///
/// Records are not changed where they lie: each pass writes those of a batch into a new document. A pass takes as many
/// steps as it can; a template that uses what an earlier step made begins another.
struct RecordTransformer: Sendable {
    private let passes: [TransformPass]
    /// The fields that say when the sync was: they are others each time that the same record is read.
    let momentaryFields: [String]

    init(_ transforms: [RecordTransform]) {
        passes = TransformPass.passes(of: transforms)
        momentaryFields = Self.momentaryFields(of: transforms)
    }

    private static func momentaryFields(of transforms: [RecordTransform]) -> [String] {
        var names: Set<String> = []
        for transform in transforms {
            switch transform {
            case .set(let fields):
                for field in fields {
                    let isMomentary = field.value.references.contains { $0.root == .now || $0.root == .today }
                    if isMomentary { names.insert(field.name) } else { names.remove(field.name) }
                }
            case .rename(let renamings):
                for renaming in renamings where renaming.from.names.count == 1 {
                    if names.remove(renaming.from.names[0]) != nil { names.insert(renaming.to) }
                }
            case .drop, .select, .flatten, .explode: break
            }
        }
        return names.sorted()
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
