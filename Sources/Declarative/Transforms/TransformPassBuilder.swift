internal import JSON
internal import Templates

/// Collects the steps of a pass.
struct TransformPassBuilder {
    private var steps: [TransformStep] = []
    private var names: [String] = []
    private var usesRecord = false
    /// The fields that the steps change; nil when they may change any.
    private var changed: Set<ExactText>? = []

    /// Whether a step makes values that have parts.
    private var makesContainers = false

    var isEmpty: Bool { steps.isEmpty }

    /// Whether a transform needs the steps so far to be done: its templates look at what they change, or it looks into a
    /// value that they make.
    func changesWhatIsUsed(by transform: RecordTransform) -> Bool {
        if steps.isEmpty { return false }
        switch transform {
        case .set(let fields):
            return fields.contains { field in
                field.value.recordReferences.contains { path in
                    guard let changed, case .member(let name)? = path.steps.first else { return true }
                    return changed.contains(ExactText(name))
                }
            }
        case .rename(let renamings): return makesContainers && renamings.contains { $0.from.names.count > 1 }
        case .drop(let paths), .select(let paths): return makesContainers && paths.contains { $0.names.count > 1 }
        case .flatten, .explode: return makesContainers
        }
    }

    mutating func add(_ transform: RecordTransform) {
        switch transform {
        case .set(let fields):
            for field in fields {
                changed?.insert(ExactText(field.name))
                if !field.value.recordReferences.isEmpty { usesRecord = true }
                if field.value.mayHaveParts { makesContainers = true }
            }
            steps.append(.set(fields.map { .init(label: label($0.name), value: $0.value) }))
        case .rename(let renamings):
            for renaming in renamings {
                changed?.insert(ExactText(renaming.to))
                if let first = renaming.from.names.first { changed?.insert(ExactText(first)) }
                steps.append(.rename(way: renaming.from.names.map { label($0) }, to: label(renaming.to)))
            }
        case .drop(let paths):
            for path in paths { if let first = path.names.first { changed?.insert(ExactText(first)) } }
            steps.append(.drop(trees(paths)))
        case .select(let paths):
            changed = nil
            steps.append(.select(trees(paths)))
        case .flatten(let separator, let depth):
            changed = nil
            steps.append(.flatten(separator: Array(separator.utf8), depth: depth))
        case .explode(let path):
            changed = nil
            steps.append(.explode(way: path.names.map { label($0) }))
        }
    }

    consuming func finish() -> TransformPass {
        let labels = JSONDocument(.array(names.map { .string($0) }))
        let places = labels.root.elements.map { label in label.withUnsafeNode { $0.index } }
        return TransformPass(steps: steps, labels: labels, labelPlaces: places, usesRecord: usesRecord)
    }

    private mutating func trees(_ paths: [FieldPath]) -> [LabelTree] {
        LabelTree.trees(paths.map { path in path.names.map { label($0) } })
    }

    private mutating func label(_ name: String) -> Int {
        if let known = names.firstIndex(where: { ExactText($0) == ExactText(name) }) { return known }
        names.append(name)
        return names.count - 1
    }
}

extension TemplatedValue {
    /// Every use of a variable in the value's templates.
    var references: [TemplatePath] {
        switch self {
        case .constant: []
        case .template(let template): template.references.map(\.path)
        case .list(let elements): elements.flatMap(\.references)
        case .object(let fields): fields.flatMap(\.value.references)
        }
    }

    /// Where templates in the value look at the record.
    fileprivate var recordReferences: [TemplatePath] { references.filter { $0.root == .record } }

    /// Whether it may be an array or object.
    fileprivate var mayHaveParts: Bool {
        switch self {
        case .constant(let value): value.array != nil || value.object != nil
        case .template(let template): template.isSingleExpression
        case .list, .object: true
        }
    }
}
