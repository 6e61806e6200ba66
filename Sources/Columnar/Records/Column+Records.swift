internal import JSON

// What only the outermost structure, the record, does.
extension Column {
    /// Appends a record that is no object.
    mutating func appendValue(_ value: UnsafeJSONNode, _ context: inout AppendContext) {
        if count == capacity { growSlots() }
        let child = children + member(Schema.valueColumn, &context)
        child.pointee.align(to: count)
        child.pointee.append(value, &context)
        endSlot()
        if hasRequiredChildren { checkRequired(count - 1, of: value, &context) }
    }

    mutating func fill(_ name: String, with value: ConstantValue, _ context: inout AppendContext) throws(Misfit) {
        let child = children + member(name, &context)
        switch value {
        case .timestamp(let microseconds):
            if child.pointee.kind == .null { child.pointee.widen(to: .timestamp, &context) }
            guard child.pointee.kind == .timestamp else {
                throw Misfit(column: name, reason: .otherType, value: "\(value)", type: child.pointee.type.declaredName)
            }
            while child.pointee.count < count { child.pointee.appendFixed(microseconds) }
        case .text(var text):
            if child.pointee.kind == .null { child.pointee.widen(to: .string, &context) }
            guard child.pointee.kind == .string || child.pointee.kind == .text else {
                throw Misfit(column: name, reason: .otherType, value: text, type: child.pointee.type.declaredName)
            }
            text.withUTF8 { bytes in
                while child.pointee.count < count, child.pointee.appendCopy(of: UnsafeRawBufferPointer(bytes)) {}
            }
        }
    }

    private mutating func member(_ name: String, _ context: inout AppendContext) -> Int {
        let field = Field(name, .null)
        if let position = (0..<childCount).first(where: { field.hasName(children[$0].name) }) { return position }
        context.layoutVersion += 1
        return addChild(field)
    }
}
