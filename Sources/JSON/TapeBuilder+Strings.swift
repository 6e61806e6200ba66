internal import Glibc

extension TapeBuilder {
    /// A key whose text is in the document already, for objects that all have the same ones.
    public struct Key: Sendable {
        @usableFromInline let payload: Int

        @inlinable
        init(payload: Int) { self.payload = payload }
    }

    /// How many bytes the unfinished text has.
    @inlinable
    public var textCount: Int { stringCount &- textStart }

    /// Adds to the unfinished text.
    @inlinable
    public mutating func appendText(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        appendText(start, count: bytes.count, readable: bytes.count)
    }

    /// Adds `count` bytes from `start` on to the unfinished text. Short texts are copied faster when more bytes than
    /// that are `readable`.
    @inlinable
    @inline(__always)
    public mutating func appendText(_ start: UnsafeRawPointer, count: Int, readable: Int) {
        if stringCapacity &- stringCount < count &+ 8 { growStrings(by: count &+ 8) }
        let place = UnsafeMutableRawPointer(strings + stringCount)
        if count <= 32, readable >= 32 {
            // Whatever is copied too much is overwritten by the next text.
            place.storeBytes(of: start.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
            if count > 16 {
                let second = start.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self)
                place.storeBytes(of: second, toByteOffset: 16, as: SIMD16<UInt8>.self)
            }
        } else {
            copyText(start, to: place, count: count)
        }
        stringCount &+= count
    }

    @usableFromInline
    func copyText(_ start: UnsafeRawPointer, to place: UnsafeMutableRawPointer, count: Int) {
        memcpy(place, start, count)
    }

    /// Appends the unfinished text as a string, and begins another.
    @inlinable
    @inline(__always)
    public mutating func endString() {
        endText(as: .string)
    }

    /// Takes back what the unfinished text has.
    @inlinable
    public mutating func dropText() {
        stringCount = textStart
    }

    /// Makes the unfinished text a key, without appending it, and begins another.
    public mutating func makeKey() -> Key {
        Key(payload: storeText())
    }

    /// Makes a key, without appending it.
    public mutating func makeKey(_ bytes: some Sequence<UInt8>) -> Key {
        appendText(of: bytes)
        return makeKey()
    }

    /// Appends a key; its value is to follow.
    @inlinable
    public mutating func append(_ key: Key) {
        append(.string, payload: key.payload)
    }

    /// Appends a string, key or number kept as text, whose bytes `write` adds to the array it is given.
    mutating func append<Failure: Error>(
        _ tag: JSONTag, _ write: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        scratch.removeAll(keepingCapacity: true)
        try write(&scratch)
        appendText(of: scratch)
        endText(as: tag)
    }

    @inlinable
    @inline(__always)
    mutating func endText(as tag: JSONTag) {
        append(tag, payload: storeText())
    }

    @inlinable
    @inline(__always)
    mutating func storeText() -> Int {
        // The zero and the next length need 5 bytes: `appendText` has seen to it, unless there was no text.
        if stringCapacity &- stringCount < 8 { growStrings(by: 8) }
        let place = textStart &- 4
        let length = UInt32(truncatingIfNeeded: textCount)
        UnsafeMutableRawPointer(strings + place).storeBytes(of: length, as: UInt32.self)
        strings[stringCount] = 0
        stringCount &+= 5
        textStart = stringCount
        return place
    }

    mutating func appendText(of bytes: some Sequence<UInt8>) {
        let copied: Void? = bytes.withContiguousStorageIfAvailable { appendText(UnsafeRawBufferPointer($0)) }
        if copied == nil {
            for byte in bytes { withUnsafeBytes(of: byte) { appendText($0) } }
        }
    }
}
