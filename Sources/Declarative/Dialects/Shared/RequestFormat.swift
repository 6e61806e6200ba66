internal import JSON
internal import Spelling
internal import Templates
internal import YAML

/// The five keys that every kind of request has.
struct RequestFormat: Sendable {
    private let vocabulary: Vocabulary
    let path: Key<Template>
    let method = Key("method", Self.methodFormat, "The method.", byDefault: "GET")
    let parameters = Key(
        "params", Format<[TemplatedField]>.templatedFields, "Query parameters; a list is sent as one for each element.")
    let headers = Key("headers", Format<[TemplatedField]>.headerFields, "Headers.")
    let body = Key("body", Self.bodyFormat, "What the request carries.")

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        path = Key(vocabulary.path, Format<Template>.template, "A path below the base URL, or a URL of its own.")
    }

    var keys: [any AnyKey] { [path, method, parameters, headers, body] }

    /// Reads a request; nil when it has no path.
    func read(_ object: ObjectReader, _ reading: inout Reading) -> RequestDefinition? {
        let verb = object.read(method, &reading) ?? .get
        let query = object.read(parameters, &reading) ?? []
        let fields = object.read(headers, &reading) ?? []
        let content = object.read(body, &reading)
        return object.read(path, &reading).map {
            RequestDefinition(
                method: verb, path: $0, parameters: query, headers: fields, body: content, isSafeToRepeat: verb == .get)
        }
    }

    /// The request that tells whether a configuration works.
    var check: Format<CheckRequest> {
        let expected = Key(
            "expect_status", Format<Int>.status.oneOrMore, "The status, or statuses, that mean success.", byDefault: 200
        )
        return Format<CheckRequest>.object(KeySet(keys + [expected], required: [path.name])) { (object, reading) in
            let statuses = object.read(expected, &reading) ?? [200]
            return read(object, &reading).map { CheckRequest(request: $0, expectedStatuses: statuses) }
        }.named(vocabulary.partName("check"))
    }

    /// In capitals or small letters.
    private static let methodFormat = Format<RequestMethod>(
        schema: [
            "enum": .array(
                RequestMethod.allCases.flatMap { [.string($0.rawValue), .string($0.rawValue.lowercased())] })
        ]
    ) { (node, reading) in
        let names = RequestMethod.allCases.map(\.rawValue)
        let text = node.scalar?.text ?? node.kindName
        if let match = RequestMethod.allCases.first(where: { [$0.rawValue, $0.rawValue.lowercased()].contains(text) }) {
            return match
        }
        reading.complain(unknown: "method", text, among: names, at: node.position)
        return nil
    }.named("method")

    /// A mapping with `type` and `content`, or the content alone: a text is sent as it is, anything else as JSON.
    private static let bodyFormat = Format<RequestBody>(
        schema: ["anyOf": [["type": ["string", "array"]], typedBody.schema, ["type": "object"]]]
    ) { (node, reading) in
        if node["type"] != nil, node["content"] != nil { return typedBody.read(node, &reading) }
        if node.scalar?.value.string != nil { return Format.template.read(node, &reading).map { .raw($0) } }
        if node.scalar != nil {
            reading.complain(
                "expected what is sent: a mapping, list or text, found \(node.kindName)", at: node.position)
            return nil
        }
        return Format.templatedValue.read(node, &reading).map { .json($0) }
    }.named("body")

    private static let typedBody: Format<RequestBody> = {
        let help = "What is sent."
        let json = Key("content", Format<TemplatedValue>.templatedValue, help)
        let form = Key("content", Format<[TemplatedField]>.templatedFields, help)
        let raw = Key("content", Format<Template>.template, help)
        return .variants([
            Variant("json", help: "The content as JSON.", keys: [json], required: ["content"]) { (object, reading) in
                object.read(json, &reading).map { .json($0) }
            },
            Variant("form", help: "The content as a submitted form.", keys: [form], required: ["content"]) {
                (object, reading) in object.read(form, &reading).map { .form($0) }
            },
            Variant("raw", help: "The content as it is.", keys: [raw], required: ["content"]) { (object, reading) in
                object.read(raw, &reading).map { .raw($0) }
            },
        ]).named("typed_body")
    }()
}
