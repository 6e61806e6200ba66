/// An object that is being written, from its first byte to its last.
///
///     let upload = try await store.upload(key, as: .parquet)
///     try upload.write(bytes)             // for each piece
///     try await upload.advance()          // now and then
///     try await upload.seal()
///     try await upload.publish()
///
/// It is used by one task at a time. After an error it can only be abandoned; so can it before it is published.
package protocol ObjectUpload: AnyObject, Sendable {
    /// Takes the next bytes, which are only there during the call. Waits for nothing but a local disk.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError)

    /// Sends on what there is enough of, beside whatever the caller does next; waits while too much is under way.
    func advance() async throws(StoreError)

    /// There are no more bytes: makes sure that publishing is quick.
    func seal() async throws(StoreError)

    /// Brings the object into view, complete and durable. Throws a `conflict` when another has its key.
    func publish() async throws(StoreError)

    /// Takes back what was written, as far as that can be done; what remains is listed as unfinished.
    func abandon() async
}
