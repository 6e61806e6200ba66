/// Where the bytes of a file go, from the first to the last.
package protocol ByteSink: ~Copyable {
    associatedtype Failure: Error

    /// Takes the next bytes; they are only there during the call.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Failure)
}

/// A sink that keeps everything until it is taken.
package struct MemorySink: ByteSink {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Never) {
        self.bytes.append(contentsOf: bytes)
    }

    /// What was written since the last time.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
