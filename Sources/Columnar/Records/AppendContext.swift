internal import JSON

/// What the columns of one builder share while they append.
struct AppendContext: ~Copyable {
    let options: InferenceOptions
    /// Where values become text.
    var writer = JSONWriter(capacity: 256)
    /// The first value of the present record that did not fit.
    var misfit: Misfit?
    /// Grows with every column that is added or widened.
    var layoutVersion = 0

    init(options: InferenceOptions) {
        self.options = options
    }

    private static var longestValue: Int { 100 }

    @inline(never)
    mutating func refuse(_ node: UnsafeJSONNode, column: borrowing Column, because reason: Misfit.Reason) {
        guard misfit == nil else { return }
        writer.removeAll()
        writer.value(node)
        let text = writer.text
        let value = text.count > Self.longestValue ? "\(text.prefix(Self.longestValue))…" : text
        misfit = Misfit(column: column.path, reason: reason, value: value, type: column.type.declaredName)
    }
}
