internal import Connector
internal import JSON

/// A fingerprint of a page's records, added batch by batch, that tells whether two pages are the same.
///
/// It is not meant to withstand anybody who makes pages that look alike, and costs a third of what SHA-256 would.
struct PageDigest: ~Copyable {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var state: UInt64 = 0x2545_F491_4F6C_DD1D
    private var length: UInt64 = 0
    private var writer = JSONWriter()

    /// Adds the next records, as they were decoded.
    mutating func add(_ batch: RecordBatch) {
        batch.forEachNode { record in
            writer.value(record)
            writer.newline()
            mix()
        }
    }

    /// The fingerprint of all that was added.
    consuming func finish() -> String {
        combine(length)
        return String(state, radix: 16)
    }

    /// Takes in the text of a record.
    private mutating func mix() {
        var (mixed, count) = (state, 0)
        writer.bytes.withUnsafeBytes { bytes in
            count = bytes.count
            var position = 0
            while position + 8 <= count {
                mixed = Self.folded(mixed ^ bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian)
                position += 8
            }
            for byte in bytes[position...] { mixed = Self.folded(mixed ^ UInt64(byte)) }
        }
        state = mixed
        length &+= UInt64(truncatingIfNeeded: count)
        writer.removeAll()
    }

    private mutating func combine(_ word: UInt64) {
        state = Self.folded(state ^ word)
    }

    /// Both halves of a product, so that every bit of the word has its effect on every bit of the result.
    private static func folded(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xD6E8_FEB8_6659_FD93).multipliedFullWidth(by: factor)
        return (product.high ^ product.low) &+ factor
    }
}
