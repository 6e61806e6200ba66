package import Crypto
package import DateTime

/// Signs the chunks of a body that is sent in the coding `aws-chunked`, each with the signature of what came before it.
///
///     body  = chunk… last chunk
///     chunk = length in hexadecimal digits ";chunk-signature=" signature CRLF bytes CRLF
///
/// The last chunk has no bytes. The request says `Content-Encoding: aws-chunked` and, in `X-Amz-Decoded-Content-Length`,
/// how long the body is without the coding. It is signed with `PayloadHash.streaming`.
package struct ChunkSigner: Sendable {
    private let signer: SignatureV4
    private let scope: String
    private let time: String
    private let day: Substring
    private var previous: String

    /// A signer for the chunks of a request, which was signed at `time`.
    package init(_ signer: SignatureV4, following request: RequestSignature, at time: Timestamp) {
        let scope = SigningScope(at: time, region: signer.region, service: signer.service)
        self.signer = signer
        self.scope = scope.description
        self.time = scope.time
        day = scope.day
        previous = request.signature
    }

    /// The signature of the next chunk.
    package mutating func signature(of chunk: some CryptoInput) -> String {
        let hash = Hex.encode(HashAlgorithm.sha256.digest(of: chunk))
        let text = "\(SignatureV4.algorithm)-PAYLOAD\n\(time)\n\(scope)\n\(previous)\n\(Self.emptyHash)\n\(hash)"
        previous = signer.key.signature(of: text, on: day)
        return previous
    }

    /// What is sent before the bytes of the next chunk; behind them comes CRLF.
    package mutating func head(of chunk: some CryptoInput) -> String {
        let length = String(chunk.withBytes { $0.count }, radix: 16)
        return "\(length);chunk-signature=\(signature(of: chunk))\r\n"
    }

    /// How long a body of `length` bytes is with the coding, in chunks of `chunk` bytes.
    package static func codedLength(of length: Int, inChunksOf chunk: Int) -> Int {
        precondition(length >= 0 && chunk > 0)
        func coded(_ bytes: Int) -> Int {
            String(bytes, radix: 16).utf8.count + ";chunk-signature=".utf8.count + 64 + 4 + bytes
        }
        let (whole, rest) = length.quotientAndRemainder(dividingBy: chunk)
        return whole * coded(chunk) + (rest > 0 ? coded(rest) : 0) + coded(0)
    }

    private static let emptyHash = PayloadHash.empty.text
}
