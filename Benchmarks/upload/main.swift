// Uploads a file as a sync uploads what it encodes, or signs requests.
//
//     benchmark-upload FILE STORE KEY    the store as a URL; credentials and endpoint come from the environment
//     benchmark-upload                   prints how long a signature takes

import CMalloc
import CloudAccess
import DateTime
import Glibc
import HTTPClient
import ObjectStorage
import Signing

/// About as much as a row group has when it is encoded.
let pieceSize = 4 << 20

func upload(_ path: String, to url: String, as key: String) async throws {
    let environment = ProcessEnvironment.variables()
    let session = HTTPSession(HTTPSession.Options(userAgent: "benchmark"))
    let store = try ObjectStores(environment: environment, session: session).store(at: url)
    let upload = try await store.upload(key, as: .parquet)
    let file = open(path, O_RDONLY)
    while true {
        let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
            count = max(read(file, buffer.baseAddress, buffer.count), 0)
        }
        if piece.isEmpty { break }
        try await upload.write(piece)
    }
    try await upload.seal()
    try await upload.publish()
}

func signing() throws {
    let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: "token")
    let address =
        "https://lake.s3.us-east-1.amazonaws.com/raw/orders/dt%3D2024-12-03/part-1.parquet?partNumber=7&uploadId=u"
    let signer = SignatureV4.s3(region: "us-east-1", credentials: credentials)
    let url = try HTTPURL(address)
    var (best, bytes) = (Duration.seconds(1), 0)
    for round: Int64 in 0..<20 {
        let start = ContinuousClock.now
        for number: Int64 in 0..<2_000 {
            guard let time = Timestamp(unixMilliseconds: 1_733_000_000_000 + round * 1000 + number) else { continue }
            var request = HTTPRequest(.put, url, headers: [HTTPHeader("x-amz-checksum-crc32c", "yZRlqg==")])
            request.sign(with: signer, payload: .unsigned, at: time)
            bytes += request.headers["Authorization"]?.utf8.count ?? 0
        }
        best = min(best, (.now - start) / 2_000)
    }
    print("  a signature takes \(best.components.attoseconds / 1_000_000_000) ns (\(bytes / 40_000) bytes)")
}

// As `curlew` has it.
mallopt(M_MMAP_THRESHOLD, 192 << 10)
let arguments = CommandLine.arguments
if arguments.count == 4 {
    try await upload(arguments[1], to: arguments[2], as: arguments[3])
} else {
    try signing()
}
