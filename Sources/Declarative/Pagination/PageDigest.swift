internal import Connector
internal import Crypto
internal import JSON

/// A fingerprint of a page's records, added batch by batch, that tells whether two pages are the same.
struct PageDigest: ~Copyable {
    private var digest = IncrementalDigest(.sha256)
    private var writer = JSONWriter()

    /// Adds the next records, as they were decoded.
    mutating func add(_ batch: RecordBatch) {
        batch.forEachNode { record in
            writer.value(record)
            writer.newline()
            if writer.bytes.count >= 64 << 10 { flush() }
        }
    }

    /// The fingerprint of all that was added.
    consuming func finish() -> String {
        flush()
        return Hex.encode(digest.finish().prefix(12))
    }

    private mutating func flush() {
        writer.bytes.withUnsafeBytes { digest.update($0) }
        writer.removeAll()
    }
}
