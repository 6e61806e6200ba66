internal import DateTime
internal import JSON

// Values that are not simply of the column's kind: those that are converted, and those that the column must widen for.
extension Column {
    @inline(never)
    mutating func appendOther(_ node: UnsafeJSONNode, _ context: inout AppendContext) {
        if node.tag == .null {
            context.refuse(node, column: self, because: .missing)
        } else if !appendConverted(node, &context) {
            if isDeclared {
                context.refuse(node, column: self, because: .otherType)
            } else {
                widen(toHold: node, &context)
                append(node, &context)
            }
        }
    }

    private mutating func widen(toHold node: UnsafeJSONNode, _ context: inout AppendContext) {
        guard node.tag == .object || node.tag == .array else {
            let scalar = ColumnType(ofScalar: node, options: context.options)
            return widen(to: kind == .list || kind == .structure ? .json : type.widened(toHold: scalar), &context)
        }
        let isFollowed = context.options.nested == .structure && depth < ColumnLimits.depth && kind == .null
        guard isFollowed else { return widen(to: kind.isScalar ? .text : .json, &context) }
        widen(to: node.tag == .object ? .structure([]) : .list(.element(.null)), &context)
    }

    /// Appends a value that the column holds in another form than JSON does; false when it does not hold it.
    private mutating func appendConverted(_ node: UnsafeJSONNode, _ context: inout AppendContext) -> Bool {
        switch kind {
        case .text where node.tag == .double: return appendNumber(node.double, &context)
        case .text where isDeclared && (node.tag == .object || node.tag == .array): return false
        case .text, .json: return appendJSON(node, &context)
        case .integer: return appendAsInteger(node)
        case .double: return appendAsDouble(node)
        case .decimal: return appendAsDecimal(node, &context)
        case .timestamp: return node.tag == .string && appendTimestamp(node.utf8)
        case .date: return node.tag == .string && appendDate(node.utf8)
        case .time: return node.tag == .string && appendTime(node.utf8)
        case .uuid: return node.tag == .string && appendUUID(node.utf8)
        case .binary: return node.tag == .string && appendBinary(node.utf8)
        case .null, .boolean, .string, .list, .structure: return false
        }
    }

    private mutating func appendJSON(_ node: UnsafeJSONNode, _ context: inout AppendContext) -> Bool {
        context.writer.removeAll()
        context.writer.value(node)
        let isAppended = context.writer.bytes.withUnsafeBytes { appendCopy(of: $0) }
        if !isAppended { context.refuse(node, column: self, because: .tooLarge) }
        return true
    }

    private mutating func appendNumber(_ number: Double, _ context: inout AppendContext) -> Bool {
        context.writer.removeAll()
        context.writer.text(of: number)
        return context.writer.bytes.withUnsafeBytes { appendCopy(of: $0) }
    }

    private mutating func appendAsInteger(_ node: UnsafeJSONNode) -> Bool {
        guard isDeclared, node.tag == .double, let value = Int64(exactly: node.double) else { return false }
        appendInteger(value)
        return true
    }

    private mutating func appendAsDouble(_ node: UnsafeJSONNode) -> Bool {
        guard node.tag == .integer || node.tag == .unsigned && isDeclared else { return false }
        if node.tag == .integer, ColumnType.integersOfDoubles.contains(node.int64) {
            appendFixed(Double(node.int64))
            return true
        }
        guard isDeclared,
            let value = node.tag == .integer ? Double(exactly: node.int64) : Double(exactly: node.uint64)
        else { return false }
        appendFixed(value)
        return true
    }

    private mutating func appendAsDecimal(_ node: UnsafeJSONNode, _ context: inout AppendContext) -> Bool {
        if scale == 0, precision == 38, node.tag == .integer || node.tag == .unsigned {
            appendFixed(node.tag == .integer ? Int128(node.int64) : Int128(node.uint64))
            return true
        }
        var value: Int128?
        switch node.tag {
        case .digits: value = DecimalText.read(node.utf8, scale: scale, precision: precision)
        case .string where isDeclared: value = DecimalText.read(node.utf8, scale: scale, precision: precision)
        case .integer, .unsigned: value = decimal(writtenBy: node, &context)
        // The shortest text of a double has the digits that the number was written with, if those were at most 15.
        case .double where isDeclared: value = decimal(writtenBy: node, &context)
        default: break
        }
        guard let value else { return false }
        appendFixed(value)
        return true
    }

    private func decimal(writtenBy node: UnsafeJSONNode, _ context: inout AppendContext) -> Int128? {
        context.writer.removeAll()
        context.writer.value(node)
        return context.writer.bytes.withUnsafeBytes {
            DecimalText.read($0.assumingMemoryBound(to: UInt8.self), scale: scale, precision: precision)
        }
    }
}
