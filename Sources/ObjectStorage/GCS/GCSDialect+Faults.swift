internal import Crypto
internal import HTTPClient
internal import JSON

// What Google Cloud Storage means by an answer that is not what was asked for.
extension GCSDialect {
    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        if request.accepts.contains(answer.status) { return nil }
        let what = "cannot \(request.purpose)"
        if 200..<300 ~= answer.status {
            guard !answer.isWhole else { return nil }
            return StoreFault(
                error: StoreError(.unavailable, "\(what): the object was damaged on its way"), remedy: .wait)
        }
        let complaint = GCSComplaint(answer)
        let said = complaint.description
        switch answer.status {
        case 401:
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): Google does not take the token: \(said)",
                    hint: "check the service account's key, or get new credentials"), remedy: .renewCredentials)
        case 403 where complaint.isAboutRate:
            return StoreFault(error: StoreError(.unavailable, "\(what): \(said)"), remedy: .wait)
        case 403:
            let permission = request.permission ?? "storage.objects.*"
            return StoreFault(
                error: StoreError(
                    .denied, "\(what): the credentials do not allow it: \(said)",
                    hint:
                        "grant \(permission) on \(name), as the role Storage Object User (roles/storage.objectUser) does"
                ))
        case 404:
            return StoreFault(
                error: StoreError(
                    .missing, "\(what): there is no bucket \(endpoint.bucket)", hint: "create it, or correct the name"))
        case 409, 412: return StoreFault(error: StoreError(.conflict, "\(what): \(said)"))
        case 400 where complaint.isAboutChecksum:
            return StoreFault(
                error: StoreError(.unavailable, "\(what): the bytes were damaged on their way"), remedy: .wait)
        case 408, 429, 500...599:
            return StoreFault(error: StoreError(.unavailable, "\(what): \(said)"), remedy: .wait)
        default: return StoreFault(error: StoreError(.unexpected, "\(what): \(said)"))
        }
    }
}

/// What an answer says is wrong.
///
///     {"error": {"code": 403, "message": "…", "errors": [{"reason": "rateLimitExceeded", …}]}}
///
/// or, where objects themselves are up- and downloaded, the message alone.
struct GCSComplaint: CustomStringConvertible {
    private let status: Int
    private let message: String?
    private let reason: String?

    init(_ answer: StoreAnswer) {
        status = answer.status
        let error = (try? JSONValue.parse(PaddedBytes(answer.body)))?["error"]
        reason = error?["errors"]?[0]?["reason"]?.string
        let text = error?["message"]?.string ?? String(decoding: answer.body.prefix(200), as: UTF8.self)
        let line = text.unicodeScalars.prefix { $0.value >= 0x20 && $0 != "<" }
        message = line.isEmpty ? nil : String(String.UnicodeScalarView(line.prefix(300)))
    }

    /// What the message for a bucket that does not exist begins with.
    var isAboutBucket: Bool { message?.hasPrefix("The specified bucket does not exist") ?? false }

    var isAboutRate: Bool {
        ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError"].contains(reason)
    }

    /// "Provided CRC32C … doesn't match calculated CRC32C …"
    var isAboutChecksum: Bool { message?.hasPrefix("Provided ") ?? false }

    var description: String { message.map { "\($0) (\(status))" } ?? "the store answered \(status)" }
}

extension StoreAnswer {
    /// Whether the body is what the store's checksum says, if it says one. For what is stored compressed and sent otherwise
    /// it says that of the other form.
    fileprivate var isWhole: Bool {
        guard headers["x-goog-stored-content-encoding"].map({ $0 == "identity" }) ?? true else { return true }
        for field in headers.values(of: "x-goog-hash") {
            for item in field.utf8.split(separator: UInt8(ascii: ",")) {
                let text = String(Substring(item.drop { $0 == UInt8(ascii: " ") }))
                guard text.hasPrefix("crc32c=") else { continue }
                return text.dropFirst(7) == CRC32C(of: body).base64
            }
        }
        return true
    }
}
