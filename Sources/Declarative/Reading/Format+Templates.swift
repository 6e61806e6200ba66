internal import DateTime
internal import JSON
internal import Spelling
internal import Templates
internal import YAML

extension Format where Value == Template {
    /// A text with `{{ }}` in it, or without.
    static let template = Format(schema: ["type": ["string", "number", "boolean"]]) { (node, reading) in
        guard let scalar = node.scalar, !scalar.value.isNull else {
            reading.complain("expected a text, found \(node.kindName)", at: node.position)
            return nil
        }
        do throws(TemplateError) {
            let template = try Template(scalar.value.string ?? scalar.text, scope: TemplateScope(reading.scope.roots))
            for reference in template.references {
                reading.note(reference, at: scalar.position(of: reference.position, in: node))
            }
            return template
        } catch {
            reading.complain(error.message, at: scalar.position(of: error.position, in: node))
            return nil
        }
    }.named("template")
}

extension Format where Value == Template {
    /// A URL, of which at least the beginning is either written out or a template.
    static let url = Format(schema: template.schema) { (node, reading) in
        guard let url = template.read(node, &reading) else { return nil }
        let text = url.source
        let isURL = ["https://", "http://"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
        guard isURL || text.hasPrefix("{{") || text.hasPrefix("{%") else {
            reading.complain(
                "expected a URL that begins with https:// or http://, found \(node.kindName)", at: node.position)
            return nil
        }
        return url
    }
}

extension Reading {
    /// Checks that a text without templates is a moment, in ISO 8601 or the given format.
    mutating func checkMoment(_ template: Template?, _ format: TimestampFormat, at node: YAMLNode?) {
        guard let node, let template, !template.source.contains("{"), moment(template, format) == nil else { return }
        complain(
            "expected a moment such as `2024-12-31` or `2024-12-31T00:00:00Z`, found \(node.kindName)",
            at: node.position)
    }

    /// The moment of a text without templates.
    func moment(_ template: Template, _ format: TimestampFormat) -> Timestamp? {
        Timestamp(iso8601: template.source) ?? format.parse(template.source)
    }
}

extension YAMLScalar {
    /// The place in the file of a place in the text. Exact for texts on one line without escapes; elsewhere the place of
    /// the value.
    fileprivate func position(of place: TemplatePosition, in node: YAMLNode) -> YAMLPosition {
        let quote = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
        guard style == .plain || quote == 1,
            !text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\n") })
        else { return node.position }
        return YAMLPosition(line: node.position.line, column: node.position.column + quote + place.column - 1)
    }
}

extension Format {
    /// The same value, with further names for the templates in it.
    func using(_ roots: [TemplateRoot]) -> Format {
        Format(schema: schema) { (node, reading) in reading.within(roots) { read(node, &$0) } }
    }
}

extension Format where Value == TemplatedValue {
    /// Any value, with templates in its texts.
    static let templatedValue = Format(schema: .bool(true)) { (node, reading) in readTemplated(node, &reading) }

    /// A list of values, or one template that yields a list.
    static let listOfValues = Format(schema: ["type": ["array", "string"], "pattern": "\\{"]) { (node, reading) in
        if node.sequence == nil, node.scalar?.value.string?.contains("{") != true {
            reading.complain(
                "expected a list, or a template that yields one, found \(node.kindName)", at: node.position)
            return nil
        }
        return readTemplated(node, &reading)
    }
}

extension Format where Value == [TemplatedField] {
    /// Fields whose values may hold templates.
    static let templatedFields = Format<TemplatedValue>.templatedValue.mapping
        .map { $0.map { TemplatedField(name: $0.name, value: $0.value) } }.named("fields")

    /// Headers whose values may hold templates.
    static let headerFields = Format(schema: templatedFields.schema) { (node, reading) in
        for entry in node.mapping.map({ Array($0) }) ?? [] where !entry.key.isHeaderName {
            reading.complain("`\(entry.key.shortened)` cannot be the name of a header", at: entry.keyPosition)
        }
        return templatedFields.read(node, &reading)
    }.named("headers")
}

/// Recursion is bounded by the depth of YAML documents.
private func readTemplated(_ node: YAMLNode, _ reading: inout Reading) -> TemplatedValue? {
    switch node.content {
    case .scalar(let scalar):
        guard let text = scalar.value.string, text.contains("{") else { return .constant(scalar.value) }
        return Format.template.read(node, &reading).map { .template($0) }
    case .sequence(let elements):
        return .list(elements.compactMap { readTemplated($0, &reading) })
    case .mapping(let entries):
        return .object(
            entries.compactMap { entry in
                readTemplated(entry.value, &reading).map { TemplatedField(name: entry.key, value: $0) }
            })
    }
}
