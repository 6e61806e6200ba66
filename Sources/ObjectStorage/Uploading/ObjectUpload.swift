/// An object that is being written, from its first byte to its last.
///
///     let upload = try await store.upload(key, as: .parquet)
///     try await upload.write(bytes)       // for each piece
///     try await upload.seal()
///     try await upload.publish()
///
/// It is used by one task at a time. After an error it can only be abandoned; so can it before it is published.
package protocol ObjectUpload: Sendable {
    /// Takes the next bytes. They are sent beside whatever the caller does next; it waits only while too much is under
    /// way.
    func write(_ bytes: [UInt8]) async throws(StoreError)

    /// There are no more bytes. When it returns, little remains to be done for the object to be there.
    func seal() async throws(StoreError)

    /// Brings the object into view, complete and durable. Throws a `conflict` when there is another with its key.
    func publish() async throws(StoreError)

    /// Takes back what was written, as far as that can be done; what remains is listed as unfinished.
    func abandon() async
}
