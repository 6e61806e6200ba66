internal import Crypto

/// What a signature says of the body.
package enum PayloadHash: Hashable, Sendable {
    /// Its SHA-256 in lower-case hexadecimal digits.
    case hash(String)
    /// Nothing. S3 takes that over TLS, and in signed addresses.
    case unsigned
    /// That it comes in chunks, each of which has a signature of its own: see `ChunkSigner`. S3 only.
    case streaming

    /// The hash of no body, or of an empty one.
    package static let empty = PayloadHash.hash(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// The hash of a body that is at hand.
    package static func of(_ body: [UInt8]) -> PayloadHash {
        body.isEmpty ? empty : .hash(Hex.encode(HashAlgorithm.sha256.digest(of: body)))
    }

    /// What stands in the field `X-Amz-Content-Sha256` and in the last line of a canonical request.
    package var text: String {
        switch self {
        case .hash(let digits): digits
        case .unsigned: "UNSIGNED-PAYLOAD"
        case .streaming: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
        }
    }
}
