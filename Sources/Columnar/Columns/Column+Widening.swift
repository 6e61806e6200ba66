internal import Glibc
internal import JSON

extension Column {
    /// Makes the column one of `target`, which holds what it holds, and converts the values that it has.
    mutating func widen(to target: ColumnType, _ context: inout AppendContext) {
        let newKind = ColumnKind(target)
        if !type.hasSameLayout(as: target) { context.layoutVersion += 1 }
        switch (kind, newKind) {
        case (.string, .text): kind = .text
        case (.integer, .double): widenToDoubles()
        case (.integer, .decimal):
            widenToDecimals()
            widenDecimals(to: target)
        case (.decimal, .decimal): widenDecimals(to: target)
        case (.null, _): becomeNulls(of: newKind)
        case (_, .string), (_, .text), (_, .json): becomeText(of: newKind, &context)
        default: preconditionFailure("\(kind) does not widen to \(newKind)")
        }
        adopt(target)
    }

    private mutating func widenToDoubles() {
        for slot in 0..<count where isValid(slot) { doubles[slot] = Double(int64s[slot]) }
        kind = .double
    }

    private mutating func widenToDecimals() {
        let wide = Self.allocate(Int128.self, count: capacity + 1)
        for slot in 0..<count where isValid(slot) { wide[slot] = Int128(int64s[slot]) }
        free(values)
        values = UnsafeMutableRawPointer(wide)
        kind = .decimal
    }

    /// Moves the point to where the new type has it.
    private mutating func widenDecimals(to target: ColumnType) {
        guard case .decimal(_, let newScale) = target, newScale > scale else { return }
        let decimals = values.assumingMemoryBound(to: Int128.self)
        let factor = DecimalText.power(of: newScale - scale)
        // The new type has as many digits in front of the point at least, so that the product fits.
        for slot in 0..<count where isValid(slot) { decimals[slot] *= factor }
    }

    private mutating func becomeNulls(of newKind: ColumnKind) {
        let slots = count
        (count, nullCount, capacity) = (0, 0, 0)
        kind = newKind
        appendNulls(slots)
    }

    /// Writes every value as text. What is larger than offsets of 32 bits reach refuses the record that led to it.
    private mutating func becomeText(of newKind: ColumnKind, _ context: inout AppendContext) {
        var text = Column(Field(name, newKind == .json ? .json : .string))
        text.reserve(slots: count + 1)
        for slot in 0..<count {
            guard isValid(slot) else {
                text.appendNull()
                continue
            }
            context.writer.removeAll()
            if newKind == .json { write(slot, to: &context.writer) } else { writeText(slot, to: &context.writer) }
            if !context.writer.bytes.withUnsafeBytes({ text.appendCopy(of: $0) }) {
                context.misfit = Misfit(
                    column: path, reason: .tooLarge, value: "", type: newKind == .json ? "json" : "text")
                text.appendNull()
            }
        }
        removeChildren()
        swap(&values, &text.values)
        swap(&validity, &text.validity)
        swap(&bytes, &text.bytes)
        (capacity, byteCount, byteCapacity) = (text.capacity, text.byteCount, text.byteCapacity)
        kind = newKind
    }

    private mutating func removeChildren() {
        children.deinitialize(count: childCount)
        childCount = 0
        keys = MemberKeys()
        hasRequiredChildren = false
    }
}
