internal import Connector
internal import Templates
internal import YAML

/// The state of reading one connector file: the errors found so far, and what names mean at the current place.
struct Reading {
    /// As many as a person reads; a file that is wrong throughout must not cost minutes.
    private static var maximumErrors: Int { 100 }

    private(set) var errors: [DefinitionError] = []
    private var told: Set<DefinitionError> = []
    /// What the file declares as configuration; nil where it declares nothing, and templates may name any field.
    var configuration: ConfigurationSpecification?
    /// What templates may name here.
    private(set) var scope = NameScope()
    /// Whether a template of the current stream has used `state.cursor`.
    var usesCursor: Bool { cursorPosition != nil }
    private var cursorPosition: YAMLPosition?
    /// Whether a template of the current stream has used `next_page_token`.
    var usesPageToken: Bool { pageTokenPosition != nil }
    private var pageTokenPosition: YAMLPosition?
    /// The streams that the current stream names as its parents.
    private var parents: [ParentReference] = []
    private var undeclared: [(field: ConfigurationField, position: YAMLPosition)] = []

    /// Records that something is wrong. What an alias repeats is told once.
    mutating func complain(_ message: String, at position: YAMLPosition) {
        let error = DefinitionError(position: position, message: message)
        if errors.count < Self.maximumErrors, told.insert(error).inserted { errors.append(error) }
    }

    /// The configuration that the file declares or, where it declares nothing, the fields its templates use, in the order of
    /// the text.
    var specification: ConfigurationSpecification {
        configuration
            ?? ConfigurationSpecification(
                fields: undeclared.sorted { $0.position < $1.position }.map(\.field), isDeclared: false)
    }

    /// Reads the parts of one stream, in which further names exist.
    mutating func withinStream<Value>(_ body: (inout Reading) -> Value) -> Value {
        let outer = scope
        defer { scope = outer }
        (cursorPosition, pageTokenPosition) = (nil, nil)
        scope.roots += [.stream, .state, .partition, .nextPageToken, .response, .headers]
        return body(&self)
    }

    /// Notes that the current stream names another as its parent.
    mutating func noteParent(_ name: String, at position: YAMLPosition) {
        parents.append(ParentReference(name: name, position: position))
    }

    /// The parents noted since this was last asked for.
    mutating func takeParents() -> [ParentReference] {
        defer { parents = [] }
        return parents
    }

    /// Names the values that the current stream's slices have.
    mutating func declarePartitionFields(_ fields: [String], at position: YAMLPosition) {
        for field in fields {
            if scope.partitionFields.contains(field) {
                complain(
                    "`\(field)` is already a value of the stream's slices; give each value a name of its own",
                    at: position)
            } else {
                scope.partitionFields.append(field)
            }
        }
    }

    /// Notes that a partition could not be read, so that any name may be one of its values.
    mutating func declareUnknownPartitionFields() {
        scope.knowsPartitionFields = false
    }

    /// Names the job of the current stream's slices.
    mutating func declareJob() {
        scope.roots.append(.jobID)
    }

    /// Reads something in which further roots exist.
    mutating func within<Value>(_ roots: [TemplateRoot], _ body: (inout Reading) -> Value) -> Value {
        let outer = scope
        defer { scope = outer }
        scope.roots += roots.filter { !scope.roots.contains($0) }
        return body(&self)
    }

    /// Checks, at the end of a stream, that what its templates use can exist in it.
    mutating func checkUse(isIncremental: Bool, isPaginated: Bool) {
        if let cursorPosition, !isIncremental {
            complain(
                "`state.cursor` is never set: the stream has no `incremental` and no `cursor_field`", at: cursorPosition
            )
        }
        if let pageTokenPosition, !isPaginated {
            complain("`next_page_token` is never set: the stream has no `pagination`", at: pageTokenPosition)
        }
    }

    /// Notes what a template uses, and records what does not exist.
    mutating func note(_ reference: TemplateReference, at position: YAMLPosition) {
        guard case .member(let name)? = reference.path.steps.first else {
            if reference.path.root == .nextPageToken { pageTokenPosition = pageTokenPosition ?? position }
            return
        }
        switch reference.path.root {
        case .config:
            var reachesMember = false
            if case .member? = reference.path.steps.dropFirst().first { reachesMember = true }
            noteConfiguration(
                name, isOptional: reference.isAbsenceTolerated, reachesMember: reachesMember, at: position)
        case .partition where scope.knowsPartitionFields && !scope.partitionFields.contains(name):
            complain(unknown: "partition value", name, among: scope.partitionFields, at: position)
        case .state:
            if name == "cursor" {
                cursorPosition = cursorPosition ?? position
            } else {
                complain(unknown: "state", name, among: ["cursor"], at: position)
            }
        default:
            break
        }
    }

    private mutating func noteConfiguration(
        _ name: String, isOptional: Bool, reachesMember: Bool, at position: YAMLPosition
    ) {
        if let configuration {
            guard let index = configuration.fields.firstIndex(where: { $0.name == name }) else {
                complain(unknown: "configuration field", name, among: configuration.fields.map(\.name), at: position)
                return
            }
            if reachesMember { noteMembers(of: configuration.fields[index], index, at: position) }
        } else if let index = undeclared.firstIndex(where: { $0.field.name == name }) {
            undeclared[index].field.isRequired = undeclared[index].field.isRequired || !isOptional
            undeclared[index].position = min(undeclared[index].position, position)
        } else {
            var field = ConfigurationField(name, type: .any)
            field.isRequired = !isOptional
            undeclared.append((field, position))
        }
    }
}

extension Reading {
    /// A text whose members a template names is a text that holds JSON, such as a service account's key; other single values
    /// have no members.
    private mutating func noteMembers(of field: ConfigurationField, _ index: Int, at position: YAMLPosition) {
        switch (field.type, field.format) {
        case (.string, nil):
            configuration?.fields[index].format = .json
        case (.string, .json), (.object, _), (.array, _), (.any, _):
            break
        default:
            complain("`config.\(field.name)` has no members: it is declared as \(field.kindName)", at: position)
        }
    }
}

extension ConfigurationField {
    fileprivate var kindName: String {
        format.map { "\(type.rawValue) of format \($0.rawValue)" } ?? type.rawValue
    }
}

/// A stream that another one names as its parent, and where.
struct ParentReference: Sendable {
    var name: String
    var position: YAMLPosition
}

/// The names that templates may use at some place of a file.
struct NameScope {
    var roots: [TemplateRoot] = [.config, .now, .today]
    var partitionFields: [String] = []
    var knowsPartitionFields = true
}
