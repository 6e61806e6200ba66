internal import Crypto

/// How a bucket is used.
struct S3Settings: Sendable {
    var object = S3ObjectOptions()
    /// Whether the store checks CRC-32C checksums.
    var sendsChecksums: Bool
    /// Whether the store may complete an upload in spite of an object with its key.
    var looksBeforeCompleting = false
    /// How many objects the store names in one answer.
    var pageSize = 1000
    /// How many parts of an upload are in memory at most.
    var partsInMemory = 2
    /// How large the first parts of an upload are, but for the last: S3 takes no less.
    var partSize = 5 << 20
    /// All parts but the last are of one size, for stores that want it so.
    var hasEqualParts = false

    func checksum(of bytes: [UInt8]) -> String? {
        guard sendsChecksums else { return nil }
        var checksum = CRC32C()
        checksum.update(bytes)
        return Base64.standard.encode(withUnsafeBytes(of: checksum.value.bigEndian) { Array($0) })
    }

    func checksumHeaders(of bytes: [UInt8]) -> [(name: String, value: String)] {
        checksum(of: bytes).map { [("x-amz-checksum-crc32c", $0)] } ?? []
    }
}
