internal import Connector
internal import JSON
internal import Templates

// What each step does to the fields of a record.
extension TransformRun {
    /// Gives fields values. All templates see the record as it was before; one that yields nothing leaves things as they
    /// are.
    mutating func set(_ settings: [TransformStep.Setting], in fields: inout [WorkingField]) throws(Failure) {
        for setting in settings {
            let made: TemplateValue
            do throws(TemplateError) {
                made = try FieldRendering.value(of: setting.value, in: context)
            } catch {
                let name = String(decoding: labels.at(pass.labelPlaces[setting.label]).utf8, as: UTF8.self)
                throw Failure(.data, "The field `\(name)` cannot be set: \(error).")
            }
            guard let value = working(made) else { continue }
            put(WorkingField(name: .label(setting.label), value: value), in: &fields)
        }
    }

    /// Gives the value at the end of a way another name, at the top. Whatever had the name is replaced.
    mutating func rename(_ way: [Int], to label: Int, in fields: inout [WorkingField]) {
        if way.count == 1, let first = way.first {
            guard first != label, let position = fields.firstIndex(where: { isNamed($0.name, first) }) else { return }
            let value = fields[position].value
            fields.removeAll { isNamed($0.name, label) }
            let own = fields.firstIndex { isNamed($0.name, first) } ?? fields.endIndex
            fields.removeAll { isNamed($0.name, first) }
            fields.insert(WorkingField(name: .label(label), value: value), at: min(own, fields.count))
        } else if let value = take(way[...], from: &fields) {
            put(WorkingField(name: .label(label), value: value), in: &fields)
        }
    }

    mutating func drop(_ trees: [LabelTree], from fields: inout [WorkingField]) {
        for tree in trees {
            if tree.isEnd {
                fields.removeAll { isNamed($0.name, tree.label) }
            } else if let position = fields.firstIndex(where: { isNamed($0.name, tree.label) }),
                var inner = self.fields(of: fields[position].value)
            {
                drop(tree.branches, from: &inner)
                fields[position].value = keep(inner)
            }
        }
    }

    /// Keeps what the trees lead to. An object of which nothing is left goes too.
    mutating func select(_ trees: [LabelTree], from fields: inout [WorkingField]) {
        var kept: [WorkingField] = []
        kept.reserveCapacity(fields.count)
        for var field in fields {
            guard let tree = trees.first(where: { isNamed(field.name, $0.label) }) else { continue }
            if !tree.isEnd {
                guard var inner = self.fields(of: field.value) else { continue }
                select(tree.branches, from: &inner)
                if inner.isEmpty { continue }
                field.value = keep(inner)
            }
            kept.append(field)
        }
        fields = kept
    }

    /// What a record becomes with each element of an array in turn. What is no array counts as its only element, since
    /// XML does not tell one from several; null and nothing count as none.
    mutating func explode(_ way: [Int], _ fields: [WorkingField]) -> [[WorkingField]] {
        var rest = fields
        guard let last = way.last, let value = take(way[...], from: &rest) else { return [] }
        guard case .source(let place) = value, source.at(place).tag == .array else {
            return isNull(value) ? [] : [joined(rest, value, named: last)]
        }
        var parts: [[WorkingField]] = []
        parts.reserveCapacity(source.at(place).count)
        var element = source.at(place).first
        while !element.isEnd {
            parts.append(joined(rest, .source(element.index), named: last))
            element = element.next
        }
        return parts
    }
}

extension TransformRun {
    /// Fields and those of an element, which win; an element that is no object is a field of its own.
    private func joined(_ fields: [WorkingField], _ element: WorkingField.Value, named label: Int) -> [WorkingField] {
        guard let own = self.fields(of: element) else {
            return fields + [WorkingField(name: .label(label), value: element)]
        }
        return fields.filter { field in !own.contains { isSame($0.name, field.name) } } + own
    }

    private func isNull(_ value: WorkingField.Value) -> Bool {
        if case .source(let place) = value { source.at(place).tag == .null } else { false }
    }

    /// A field in place of the first of its name, or behind all others.
    private mutating func put(_ field: WorkingField, in fields: inout [WorkingField]) {
        guard case .label(let label) = field.name,
            let position = fields.firstIndex(where: { isNamed($0.name, label) })
        else {
            fields.append(field)
            return
        }
        fields[position] = field
        var seen = 0
        fields.removeAll { other in
            guard isNamed(other.name, label) else { return false }
            seen += 1
            return seen > 1
        }
    }

    /// Removes the value at the end of a way; nil when there is none.
    private mutating func take(_ way: ArraySlice<Int>, from fields: inout [WorkingField]) -> WorkingField.Value? {
        guard let label = way.first, let position = fields.firstIndex(where: { isNamed($0.name, label) }) else {
            return nil
        }
        if way.count == 1 {
            defer { fields.removeAll { isNamed($0.name, label) } }
            return fields[position].value
        }
        guard var inner = self.fields(of: fields[position].value), let value = take(way.dropFirst(), from: &inner)
        else { return nil }
        fields[position].value = keep(inner)
        return value
    }

    private mutating func keep(_ fields: [WorkingField]) -> WorkingField.Value {
        madeFields.append(fields)
        return .fields(madeFields.count - 1)
    }

    private mutating func working(_ value: TemplateValue) -> WorkingField.Value? {
        switch value {
        case .missing: return nil
        case .view(let view) where view.document === document:
            return .source(view.withUnsafeNode { $0.index })
        case .view(let view): madeValues.append(JSONValue(view))
        case .value(let value): madeValues.append(value)
        }
        return .made(madeValues.count - 1)
    }
}
