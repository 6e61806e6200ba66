internal import CSimdJSON
internal import Glibc

/// A growable run of bytes with readable memory behind its end, as the JSON parser needs it.
///
/// HTTP bodies are collected in one and parsed where they lie; `JSONWriter` writes into one. It has a single owner and
/// grows geometrically (large buffers by remapping, without a copy).
public struct PaddedBytes: ~Copyable, @unchecked Sendable {
    /// How many bytes behind `count` may be read, and written by code that stores whole vectors.
    public static var padding: Int { 64 }

    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int

    /// The number of bytes in use.
    public private(set) var count: Int

    /// An empty buffer with room for `capacity` bytes. Without room it takes no memory of its own.
    public init(capacity: Int = 0) {
        self.capacity = 0
        self.count = 0
        base = Self.nothing
        if capacity > 0 { grow(by: capacity) }
    }

    /// A copy of `bytes`.
    public init(_ bytes: some Sequence<UInt8>) {
        self.init(capacity: bytes.underestimatedCount)
        append(contentsOf: bytes)
    }

    /// The UTF-8 bytes of `text`.
    public init(_ text: String) {
        self.init(text.utf8)
    }

    deinit {
        Self.release(base, capacity: capacity)
    }

    /// The bytes, for the length of the call.
    public borrowing func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Makes room for `additional` more bytes, so that appending them does not allocate.
    @inlinable
    public mutating func reserve(_ additional: Int) {
        if capacity - count < additional { grow(by: additional) }
    }

    /// Appends one byte.
    @inlinable
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        advance(by: 1)
    }

    /// Appends the bytes of any sequence; contiguous ones in one copy.
    public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        let copied: Void? = bytes.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if copied == nil {
            for byte in bytes { append(byte) }
        }
    }

    /// Appends a copy of `bytes`.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        memcpy(base + count, source, bytes.count)
        count += bytes.count
    }

    /// Appends up to `maximum` bytes that `write` puts at the given place; it returns how many it wrote.
    @inlinable
    public mutating func append<Failure: Error>(
        maximum: Int, _ write: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(maximum)
        let written = try write(base + count)
        precondition(written >= 0 && written <= maximum)
        advance(by: written)
    }

    /// Forgets the bytes and keeps the memory.
    public mutating func removeAll() {
        count = 0
    }

    /// Where the next byte goes.
    var end: UnsafeMutablePointer<UInt8> { base + count }

    /// Makes what was written up to `place`, within the capacity, part of the bytes.
    mutating func commit(upTo place: UnsafeMutablePointer<UInt8>) {
        count = place - base
    }

    @usableFromInline
    mutating func advance(by distance: Int) {
        count += distance
    }

    @usableFromInline
    mutating func grow(by additional: Int) {
        let wanted = max(count + additional, capacity + capacity / 2, 256)
        if count == 0, let block = SpareMemory.take(wanted + Self.padding) {
            Self.release(base, capacity: capacity)
            base = block.base
            capacity = block.size - Self.padding
            return
        }
        guard let memory = realloc(capacity == 0 ? nil : base, wanted + Self.padding) else {
            preconditionFailure("out of memory")
        }
        base = memory.assumingMemoryBound(to: UInt8.self)
        capacity = wanted
    }

    private static func release(_ base: UnsafeMutablePointer<UInt8>, capacity: Int) {
        if capacity > 0 { SpareMemory.giveBack(SpareMemory.Block(base: base, size: capacity + padding)) }
    }

    /// What all buffers without memory point to, so that they too can be read behind their end.
    private static var nothing: UnsafeMutablePointer<UInt8> { noMemory.base }
}

/// The padding of buffers without memory, never freed.
private let noMemory: SpareMemory.Block = {
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: PaddedBytes.padding)
    base.initialize(repeating: 0, count: PaddedBytes.padding)
    return SpareMemory.Block(base: base, size: PaddedBytes.padding)
}()
