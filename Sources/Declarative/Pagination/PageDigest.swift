internal import Connector
internal import JSON

/// A fingerprint of a page's records, added batch by batch, that tells whether two pages are the same.
///
/// It is the same in every process, and not meant to withstand anybody who makes pages that look alike: a SHA-256 of the
/// records' text takes three times as long as parsing them.
struct PageDigest {
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    /// Adds the next records, as they were decoded.
    mutating func add(_ batch: RecordBatch) {
        batch.forEachNode { add($0) }
    }

    /// The fingerprint of all that was added.
    func finish() -> String {
        String(state, radix: 16)
    }

    /// Everything inside a record lies in one run on the tape, ends of containers included.
    private mutating func add(_ record: UnsafeJSONNode) {
        var node = record
        while node.index < record.endIndex {
            combine(UInt64(node.tag.rawValue))
            switch node.tag {
            case .string, .digits: combine(UnsafeRawBufferPointer(node.utf8))
            case .integer, .unsigned, .double: combine(node.uint64)
            default: break
            }
            node = node.tag == .object || node.tag == .array ? node.first : node.next
        }
    }

    private mutating func combine(_ text: UnsafeRawBufferPointer) {
        combine(UInt64(text.count))
        var position = 0
        while position + 8 <= text.count {
            combine(text.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian)
            position += 8
        }
        var rest: UInt64 = 0
        for byte in text[position...] { rest = rest << 8 | UInt64(byte) }
        combine(rest)
    }

    /// Adds both halves of a product, so that every bit of the word has its effect on all that follows.
    private mutating func combine(_ word: UInt64) {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        let product = (state ^ word ^ 0xD6E8_FEB8_6659_FD93).multipliedFullWidth(by: factor)
        state = (product.high ^ product.low) &+ factor
    }
}
