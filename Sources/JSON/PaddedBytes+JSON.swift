// Values of a tape as JSON text. The place of what is written next is handed from value to value in a register, and what was
// written becomes part of the bytes once the outermost value is complete, so that no value waits for memory of the last.
extension PaddedBytes {
    typealias Place = UnsafeMutablePointer<UInt8>

    /// Appends a value from a tape with everything inside it.
    mutating func append(_ node: UnsafeJSONNode) {
        commit(upTo: write(node, at: end))
    }

    /// Appends ASCII text that needs no escapes.
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Makes room for `count` bytes behind `place`, where the bytes written so far end; returns where that is now.
    @inline(__always)
    mutating func room(for count: Int, at place: Place) -> Place {
        if capacity - (place - base) >= count { return place }
        return moreRoom(for: count, at: place)
    }

    @inline(never)
    private mutating func moreRoom(for count: Int, at place: Place) -> Place {
        commit(upTo: place)
        reserve(count)
        return end
    }

    /// Writes a value behind `place`; returns where it ends.
    private mutating func write(_ node: UnsafeJSONNode, at place: Place) -> Place {
        switch node.tag {
        case .string: return writeQuoted(node.utf8, at: place)
        case .integer: return writeDecimal(magnitude: node.int64.magnitude, isNegative: node.int64 < 0, at: place)
        case .double: return write(node.double, at: place)
        case .object: return writeObject(node, at: place)
        case .array: return writeArray(node, at: place)
        case .true: return write("true", at: place)
        case .false: return write("false", at: place)
        case .unsigned: return writeDecimal(magnitude: node.uint64, isNegative: false, at: place)
        case .digits: return write(node.utf8, at: place)
        default: return write("null", at: place)
        }
    }

    /// A comma is put behind every member; the brace that closes the object takes the place of the last.
    private mutating func writeObject(_ object: UnsafeJSONNode, at place: Place) -> Place {
        var place = write("{", at: place)
        var key = object.first
        if key.isEnd { return write("}", at: place) }
        while !key.isEnd {
            place = write(":", at: writeQuoted(key.utf8, at: place))
            let value = key.memberValue
            place = write(",", at: write(value, at: place))
            key = value.next
        }
        place[-1] = UInt8(ascii: "}")
        return place
    }

    private mutating func writeArray(_ array: UnsafeJSONNode, at place: Place) -> Place {
        var place = write("[", at: place)
        var element = array.first
        if element.isEnd { return write("]", at: place) }
        while !element.isEnd {
            place = write(",", at: write(element, at: place))
            element = element.next
        }
        place[-1] = UInt8(ascii: "]")
        return place
    }

    @inline(__always)
    private mutating func write(_ byte: Unicode.Scalar, at place: Place) -> Place {
        let place = room(for: 1, at: place)
        place.pointee = UInt8(ascii: byte)
        return place + 1
    }

    /// Writes ASCII text that needs no escapes.
    @inline(__always)
    mutating func write(_ text: StaticString, at place: Place) -> Place {
        let place = room(for: text.utf8CodeUnitCount, at: place)
        place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return place + text.utf8CodeUnitCount
    }

    private mutating func write(_ text: UnsafeBufferPointer<UInt8>, at place: Place) -> Place {
        let place = room(for: text.count, at: place)
        if let source = text.baseAddress { place.update(from: source, count: text.count) }
        return place + text.count
    }
}
