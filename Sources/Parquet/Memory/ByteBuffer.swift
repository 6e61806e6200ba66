internal import Glibc

/// Bytes that grow, with one owner; what is encoded is written here.
///
/// `@unchecked Sendable`: raw memory with this value as its single owner.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = Self.reallocate(nil, to: capacity)
    }

    deinit { free(base) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    mutating func removeAll() { count = 0 }

    /// Room behind the end for `additional` bytes, and a vector more that may be overwritten.
    @inline(__always)
    mutating func reserve(_ additional: Int) -> UnsafeMutableRawPointer {
        if capacity &- count < additional &+ 64 { grow(by: additional &+ 64) }
        return base + count
    }

    /// Counts bytes that were written into reserved room.
    @inline(__always)
    mutating func advance(by distance: Int) { count &+= distance }

    @inline(never)
    private mutating func grow(by additional: Int) {
        capacity = max(count + additional, capacity + capacity / 2)
        base = Self.reallocate(base, to: capacity)
    }

    private static func reallocate(_ memory: UnsafeMutableRawPointer?, to capacity: Int) -> UnsafeMutableRawPointer {
        guard let memory = realloc(memory, capacity) else { preconditionFailure("out of memory") }
        return memory
    }
}

extension ByteBuffer {
    mutating func append(_ byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        advance(by: 1)
    }

    mutating func append(_ source: UnsafeRawPointer, count: Int) {
        memcpy(reserve(count), source, count)
        advance(by: count)
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress { append(start, count: bytes.count) }
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    mutating func appendLittleEndian(_ value: UInt32) {
        reserve(4).storeBytes(of: value.littleEndian, as: UInt32.self)
        advance(by: 4)
    }

    /// Seven bits a byte, the lowest first, the upper bit set on all but the last (ULEB128).
    mutating func appendVarint(_ value: UInt64) {
        let place = reserve(10)
        var (rest, length) = (value, 0)
        while rest >= 0x80 {
            place.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: length, as: UInt8.self)
            rest >>= 7
            length += 1
        }
        place.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: length, as: UInt8.self)
        advance(by: length + 1)
    }

    /// A signed number with its sign in the lowest bit.
    mutating func appendZigZag(_ value: Int64) {
        appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }
}
