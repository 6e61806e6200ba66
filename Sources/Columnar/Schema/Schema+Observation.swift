package import JSON

extension Schema {
    /// The name of the one column of records that are no objects.
    package static var valueColumn: String { "value" }

    /// Widens the schema so that it holds `record`. A record that is no object counts as one with a field `value`.
    package mutating func observe(_ record: JSONView, options: InferenceOptions = InferenceOptions()) {
        record.withUnsafeNode { observe($0, options: options) }
    }

    /// Widens the schema so that it holds the record at `node`.
    package mutating func observe(_ node: UnsafeJSONNode, options: InferenceOptions = InferenceOptions()) {
        let observer = Observer(options: options)
        if node.tag == .object {
            observer.observeMembers(of: node, depth: 0, in: &fields)
        } else {
            var field = fields.first { $0.hasName(Self.valueColumn) } ?? Field(Self.valueColumn, .null)
            observer.observe(node, depth: 1, in: &field.type)
            fields = Field.union(fields, [field])
        }
    }
}

private struct Observer {
    var options: InferenceOptions

    func observe(_ node: UnsafeJSONNode, depth: Int, in type: inout ColumnType) {
        let tag = node.tag
        if tag == .null || type == .json { return }
        guard tag == .object || tag == .array else {
            return type = type.widened(toHold: ColumnType(ofScalar: node, options: options))
        }
        guard options.nested == .structure, depth < ColumnLimits.depth, !type.isScalar else {
            return type = type.widened(toHold: .json)
        }
        if tag == .object {
            observeObject(node, depth: depth, in: &type)
        } else {
            observeArray(node, depth: depth, in: &type)
        }
    }

    private func observeObject(_ object: UnsafeJSONNode, depth: Int, in type: inout ColumnType) {
        var fields: [Field] = []
        if case .structure(let known) = type { fields = known }
        guard type.isStructure || type == .null else { return type = .json }
        // The type must not hold on to the fields while they change: that would copy them.
        type = .null
        observeMembers(of: object, depth: depth, in: &fields)
        type = fields.count <= ColumnLimits.fieldsOfStructure ? .structure(fields) : .json
    }

    private func observeArray(_ array: UnsafeJSONNode, depth: Int, in type: inout ColumnType) {
        var element = Field.element(.null)
        if case .list(let known) = type { element = known } else if type != .null { return type = .json }
        type = .null
        var node = array.first
        while !node.isEnd {
            observe(node, depth: depth + 1, in: &element.type)
            node = node.next
        }
        type = .list(element)
    }

    func observeMembers(of object: UnsafeJSONNode, depth: Int, in fields: inout [Field]) {
        var key = object.first
        var expected = 0
        while !key.isEnd {
            let value = key.next
            let place = position(of: key, expected: expected, in: fields)
            if place == fields.count { fields.append(Field(String(decoding: key.utf8, as: UTF8.self), .null)) }
            observe(value, depth: depth + 1, in: &fields[place].type)
            expected = place + 1
            key = value.next
        }
    }

    /// The records of a stream mostly have their keys in one order.
    private func position(of key: UnsafeJSONNode, expected: Int, in fields: [Field]) -> Int {
        if expected < fields.count, fields[expected].isNamed(key) { return expected }
        return fields.firstIndex { $0.isNamed(key) } ?? fields.count
    }
}

extension Field {
    fileprivate func isNamed(_ key: UnsafeJSONNode) -> Bool {
        var name = name
        return name.withUTF8 { key.hasText(UnsafeRawBufferPointer($0)) }
    }
}

extension ColumnType {
    fileprivate var isStructure: Bool {
        if case .structure = self { true } else { false }
    }
}
