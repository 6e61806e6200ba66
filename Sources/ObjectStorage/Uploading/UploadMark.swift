internal import Crypto

/// A word that an upload leaves in its object's metadata. Whoever does not know whether a request took place, because
/// its answer was lost, finds out by looking for it.
struct UploadMark: Hashable, Sendable {
    static let name = "curlew-upload"

    let text: String

    init() throws(StoreError) {
        do throws(CryptoError) {
            text = Hex.encode(try SecureRandom.bytes(12))
        } catch {
            throw StoreError(.unexpected, "no random numbers: \(error)")
        }
    }

    var s3Headers: [(name: String, value: String)] { [("x-amz-meta-\(Self.name)", text)] }

    /// Whether an object is the one that was to be written.
    func isOf(_ object: ObjectDescription, size: Int) -> Bool {
        object.mark == text && object.size == size
    }
}
