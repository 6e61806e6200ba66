/// How a store keeps the objects that are written.
package struct S3ObjectOptions: Hashable, Sendable {
    /// `AES256`, `aws:kms` or what the store offers.
    package var encryption: String?
    /// The key of `aws:kms`; without it, the account's own.
    package var encryptionKey: String?
    package var storageClass: String?
    /// Tags as in a query: `team=data&cost=7`.
    package var tags: String?

    package init() {}

    /// The fields that a request which creates an object has.
    var headers: [(name: String, value: String)] {
        [
            ("x-amz-server-side-encryption", encryption ?? (encryptionKey == nil ? nil : "aws:kms")),
            ("x-amz-server-side-encryption-aws-kms-key-id", encryptionKey),
            ("x-amz-storage-class", storageClass), ("x-amz-tagging", tags),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}
