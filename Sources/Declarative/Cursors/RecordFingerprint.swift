internal import Crypto
internal import JSON

/// Tells records apart by everything that is in them: 96 bits of a SHA-256 of the record as JSON.
struct RecordFingerprint: ~Copyable {
    private var writer = JSONWriter(capacity: 1024)

    /// The fingerprint of a record.
    mutating func callAsFunction(_ record: UnsafeJSONNode) -> String {
        writer.removeAll()
        writer.value(record)
        return writer.bytes.withUnsafeBytes { Hex.encode(HashAlgorithm.sha256.digest(of: $0).prefix(12)) }
    }
}
