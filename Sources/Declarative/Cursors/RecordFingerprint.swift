internal import Crypto
internal import JSON

/// Tells records apart by what is in them: 96 bits of a SHA-256 of the record as JSON.
struct RecordFingerprint: ~Copyable {
    private let ignored: [[UInt8]]
    private var writer = JSONWriter(capacity: 1024)

    /// Fingerprints that do not depend on the fields of the given names.
    init(ignoring names: [String]) {
        ignored = names.map { Array($0.utf8) }
    }

    /// The fingerprint of a record.
    mutating func callAsFunction(_ record: UnsafeJSONNode) -> String {
        writer.removeAll()
        if ignored.isEmpty || record.tag != .object { writer.value(record) } else { write(membersOf: record) }
        return writer.bytes.withUnsafeBytes { Hex.encode(HashAlgorithm.sha256.digest(of: $0).prefix(12)) }
    }

    private mutating func write(membersOf record: UnsafeJSONNode) {
        writer.beginObject()
        var key = record.first
        while !key.isEnd {
            let value = key.next
            let name = key.utf8
            if !ignored.contains(where: { $0.elementsEqual(name) }) {
                writer.key(String(decoding: name, as: UTF8.self))
                writer.value(value)
            }
            key = value.next
        }
        writer.endObject()
    }
}
