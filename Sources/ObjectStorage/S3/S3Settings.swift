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
    /// The parts that uploads may have on their way besides one each.
    var allowance = PartAllowance(0)
    /// How large the first parts of an upload are, but for the last: S3 takes no less.
    var partSize = 5 << 20
    /// All parts but the last are of one size, for stores that want it so.
    var hasEqualParts = false

    func checksum(of bytes: [UInt8]) -> String? {
        sendsChecksums ? CRC32C(of: bytes).base64 : nil
    }

    func checksumHeaders(of bytes: [UInt8]) -> [(name: String, value: String)] {
        checksum(of: bytes).map { [("x-amz-checksum-crc32c", $0)] } ?? []
    }
}
