internal import Glibc
internal import JSON

// The path of every value. A value of the kind that the column has is appended here, with no call but for nested ones;
// whatever else comes is the business of `appendOther`.
extension Column {
    @inline(__always)
    mutating func append(_ node: UnsafeJSONNode, _ context: inout AppendContext) {
        switch node.tag {
        case .string where kind == .string || kind == .text:
            if !appendBytes(node.utf8) { context.refuse(node, column: self, because: .tooLarge) }
        case .integer where kind == .integer: appendInteger(node.int64)
        case .double where kind == .double: appendFixed(node.double)
        case .object where kind == .structure: appendObject(node, &context)
        case .array where kind == .list: appendArray(node, &context)
        case .null where isNullable: appendNull()
        case .true where kind == .boolean: appendBoolean(true)
        case .false where kind == .boolean: appendBoolean(false)
        default: appendOther(node, &context)
        }
    }

    @inline(__always)
    mutating func appendNull() {
        if count == capacity { growSlots() }
        count &+= 1
        nullCount &+= 1
        switch kind {
        case .string, .text, .json, .binary: offsets[count] = Int32(truncatingIfNeeded: byteCount)
        case .list: offsets[count] = offsets[count &- 1]
        default: break
        }
    }

    @inline(__always)
    mutating func endSlot() {
        validity[count &>> 6] |= 1 &<< UInt64(count & 63)
        count &+= 1
    }

    @inline(__always)
    mutating func appendFixed<Value: BitwiseCopyable>(_ value: Value) {
        if count == capacity { growSlots() }
        values.storeBytes(of: value, toByteOffset: count &* MemoryLayout<Value>.size, as: Value.self)
        endSlot()
    }

    @inline(__always)
    mutating func appendInteger(_ value: Int64) {
        integerBits |= UInt64(bitPattern: value ^ (value &>> 63))
        appendFixed(value)
    }

    @inline(__always)
    mutating func appendBoolean(_ value: Bool) {
        if count == capacity { growSlots() }
        words[count &>> 6] |= (value ? 1 : 0) &<< UInt64(count & 63)
        endSlot()
    }

    /// Appends text from a tape, behind which 16 bytes more can be read. False when the column is full.
    @inline(__always)
    mutating func appendBytes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress else { return false }
        let length = text.count
        if count == capacity { growSlots() }
        if byteCapacity &- byteCount < length &+ 32, !growBytes(by: length) { return false }
        let place = UnsafeMutableRawPointer(bytes + byteCount)
        let source = UnsafeRawPointer(start)
        if length <= 32 {
            // What is copied too much is overwritten by the next value.
            place.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
            if length > 16 {
                let rest = source.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self)
                place.storeBytes(of: rest, toByteOffset: 16, as: SIMD16<UInt8>.self)
            }
        } else {
            memcpy(place, source, length)
        }
        byteCount &+= length
        offsets[count &+ 1] = Int32(truncatingIfNeeded: byteCount)
        endSlot()
        return true
    }

    /// Appends bytes from anywhere. False when the column is full.
    mutating func appendCopy(of text: UnsafeRawBufferPointer) -> Bool {
        if count == capacity { growSlots() }
        if byteCapacity - byteCount < text.count + 32, !growBytes(by: text.count) { return false }
        if let start = text.baseAddress { memcpy(bytes + byteCount, start, text.count) }
        byteCount += text.count
        offsets[count + 1] = Int32(truncatingIfNeeded: byteCount)
        endSlot()
        return true
    }
}

// Containers.
extension Column {
    /// Appends the members of an object to the columns of a structure. A key that stands twice keeps its last value.
    mutating func appendObject(_ object: UnsafeJSONNode, _ context: inout AppendContext) {
        let row = count
        if count == capacity { growSlots() }
        var key = object.first
        var previous = -1
        while key.tag != .objectEnd {
            let value = key.memberValue
            guard let position = keys.position(of: key, behind: previous) ?? newMember(key, of: object, &context)
            else { return }
            previous = position
            let child = children + position
            if child.pointee.count != row { child.pointee.align(to: row) }
            child.pointee.append(value, &context)
            key = value.next
        }
        endSlot()
        if hasRequiredChildren { checkRequired(row, of: object, &context) }
    }

    mutating func appendArray(_ array: UnsafeJSONNode, _ context: inout AppendContext) {
        if count == capacity { growSlots() }
        var element = array.first
        while element.tag != .arrayEnd {
            children.pointee.append(element, &context)
            element = element.next
        }
        offsets[count &+ 1] = Int32(truncatingIfNeeded: children.pointee.count)
        endSlot()
        if children.pointee.count > Int(Int32.max) { context.refuse(array, column: self, because: .tooLarge) }
    }

    /// Brings the column to `row` slots: with nulls where records left it out, or by taking back what a key that stands
    /// twice has written.
    @inline(never)
    mutating func align(to row: Int) {
        if count < row { appendNulls(row - count) } else if count > row { truncate(to: row) }
    }

    mutating func appendNulls(_ additional: Int) {
        reserve(slots: count + additional)
        switch kind {
        case .string, .text, .json, .binary, .list:
            let last = offsets[count]
            (offsets + count + 1).update(repeating: last, count: additional)
        default: break
        }
        count += additional
        nullCount += additional
    }

    /// Takes back all slots from `slot` on, with what a value that was not finished has left in the columns inside.
    mutating func truncate(to slot: Int) {
        for child in 0..<childCount {
            children[child].truncate(to: kind == .structure ? slot : capacity > 0 ? Int(offsets[min(slot, count)]) : 0)
        }
        guard slot < count else { return }
        for removed in slot..<count {
            if !isValid(removed) { nullCount -= 1 }
            validity[removed >> 6] &= ~(1 << UInt64(removed & 63))
            if kind == .boolean { words[removed >> 6] &= ~(1 << UInt64(removed & 63)) }
        }
        if kind.isBytes { byteCount = Int(offsets[slot]) }
        count = slot
    }

    /// Brings every column inside to the slots it must have.
    mutating func settle() {
        if capacity == 0 { reserve(slots: 1) }
        for child in 0..<childCount {
            if kind == .structure { children[child].align(to: count) }
            children[child].settle()
        }
    }
}
