internal import JSON

extension Column {
    /// A column for a key that no record had before. Nil when there are too many: the object has then been dealt with, an
    /// inner one as JSON text, a record by refusing it.
    @inline(never)
    mutating func newMember(
        _ key: UnsafeJSONNode, of object: UnsafeJSONNode, _ context: inout AppendContext
    ) -> Int? {
        if childCount >= (depth == 0 ? ColumnLimits.columns : ColumnLimits.fieldsOfStructure) {
            if depth == 0 || isDeclared {
                context.refuse(key, column: self, because: .tooManyFields)
            } else {
                truncate(to: count)
                widen(to: .json, &context)
                append(object, &context)
            }
            return nil
        }
        context.layoutVersion += 1
        return addChild(Field(String(decoding: key.utf8, as: UTF8.self), .null))
    }

    /// Refuses a record that lacks a member that must be there.
    @inline(never)
    mutating func checkRequired(_ row: Int, of object: UnsafeJSONNode, _ context: inout AppendContext) {
        for child in 0..<childCount where !children[child].isNullable && children[child].count <= row {
            context.refuse(object, column: children[child], because: .missing)
        }
    }
}
