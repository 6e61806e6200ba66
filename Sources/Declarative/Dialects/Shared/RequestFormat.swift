internal import JSON
internal import Templates
internal import YAML

/// The parts of requests that dialects write alike.
enum RequestFormat {
    static let method = Format<RequestMethod>.word(
        RequestMethod.allCases.flatMap { [($0.rawValue, $0), ($0.rawValue.lowercased(), $0)] })

    /// A mapping with `type` and `content`, or the content alone: a text is sent as it is, anything else as JSON.
    static let body = Format<RequestBody>(
        schema: ["anyOf": [["type": ["string", "array"]], typed.schema, ["type": "object"]]]
    ) { (node, reading) in
        if node.mapping?["type"] != nil, node.mapping?["content"] != nil { return typed.read(node, &reading) }
        if node.scalar?.value.string != nil { return Format.template.read(node, &reading).map { .raw($0) } }
        return Format.templatedValue.read(node, &reading).map { .json($0) }
    }

    private static let typed: Format<RequestBody> = {
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
        ])
    }()
}
