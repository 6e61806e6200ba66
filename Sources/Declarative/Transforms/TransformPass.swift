internal import Connector
internal import JSON
internal import Templates

/// Steps that are done together, from records as they were before the first of them.
struct TransformPass: Sendable {
    let steps: [TransformStep]
    /// The names that the steps use, as the elements of an array, and their places in it.
    let labels: JSONDocument
    let labelPlaces: [Int]
    /// Whether a template looks at the record.
    let usesRecord: Bool

    /// The passes that the given transforms take.
    static func passes(of transforms: [RecordTransform]) -> [TransformPass] {
        var passes: [TransformPass] = []
        var builder = TransformPassBuilder()
        for transform in transforms {
            if builder.changesWhatIsUsed(by: transform) {
                passes.append(builder.finish())
                builder = TransformPassBuilder()
            }
            builder.add(transform)
        }
        if !builder.isEmpty { passes.append(builder.finish()) }
        return passes
    }

    /// The records of a batch after the pass.
    func run(
        on batch: RecordBatch, in context: TemplateContext, _ faults: inout RecordFaults
    ) throws(Failure) -> RecordBatch {
        let root = batch.document.root
        return try root.withUnsafeNode { (source) throws(Failure) in
            try labels.root.withUnsafeNode { (labels) throws(Failure) in
                var run = TransformRun(self, source: source, document: batch.document, labels: labels, context: context)
                try batch.forEachNode { (record) throws(Failure) in try run.transform(record, &faults) }
                return run.finish()
            }
        }
    }
}
