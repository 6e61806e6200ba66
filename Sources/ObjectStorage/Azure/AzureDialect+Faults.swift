internal import CloudAccess
internal import Crypto
internal import DateTime
internal import HTTPClient

// What Azure Blob Storage means by an answer that is not what was asked for.
extension AzureDialect {
    /// By how much a clock may be wrong, in seconds: Azure takes a quarter of an hour.
    private static let clockTolerance: UInt64 = 600

    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        if request.accepts.contains(answer.status) { return nil }
        let what = "cannot \(request.purpose)"
        if 200..<300 ~= answer.status {
            guard request.method == .get, let digest = answer.headers["Content-MD5"],
                digest != Base64.standard.encode(HashAlgorithm.md5.digest(of: answer.body))
            else { return nil }
            return StoreFault(
                error: StoreError(.unavailable, "\(what): the object was damaged on its way"), remedy: .wait)
        }
        let complaint = AzureComplaint(answer, showsMessage: !isSigned)
        switch (answer.status, complaint.code) {
        case (404, "ContainerNotFound"), (404, "ResourceNotFound"):
            return StoreFault(
                error: StoreError(
                    .missing, "\(what): there is no container \(endpoint.container)",
                    hint: "create it, or correct the name"))
        case (401, _), (403, "AuthenticationFailed"), (403, "InvalidAuthenticationInfo"):
            return authenticationFault(what, complaint, answer)
        case (403, _):
            return StoreFault(
                error: StoreError(
                    .denied, "\(what): the credentials do not allow it: \(complaint)", hint: permissionHint(request)))
        case (400, "Md5Mismatch"):
            return StoreFault(
                error: StoreError(.unavailable, "\(what): the bytes were damaged on their way"), remedy: .wait)
        case (409, "ContainerBeingDeleted"), (409, "AccountBeingCreated"), (409, "OperationTimedOut"):
            return StoreFault(error: StoreError(.unavailable, "\(what): \(complaint)"), remedy: .wait)
        case (409, "BlobImmutableDueToPolicy"):
            return StoreFault(
                error: StoreError(.denied, "\(what): \(complaint)", hint: "the container has a policy that forbids it"))
        case (409, _), (412, _), (404, "BlobNotFound"):
            return StoreFault(error: StoreError(.conflict, "\(what): \(complaint)"))
        case (408, _), (429, _), (500...599, _):
            return StoreFault(error: StoreError(.unavailable, "\(what): \(complaint)"), remedy: .wait)
        default: return StoreFault(error: StoreError(.unexpected, "\(what): \(complaint)"))
        }
    }

    /// Whether requests have a signature in their query, which a message might repeat.
    private var isSigned: Bool {
        if case .sharedAccessSignature = latestCredentials { true } else { false }
    }

    /// Azure does not say whether it is the key, the signature or the clock.
    private func authenticationFault(
        _ what: String, _ complaint: AzureComplaint, _ answer: StoreAnswer
    ) -> StoreFault {
        switch latestCredentials {
        case .sharedKey(let key):
            if clockError(in: answer) > Self.clockTolerance {
                let error = StoreError(
                    .credentials, "\(what): the clock of this machine is wrong by more than ten minutes",
                    hint: "set the clock")
                return StoreFault(error: error, remedy: .correctClock)
            }
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): Azure does not take \(key): \(complaint)",
                    hint: "correct AZURE_STORAGE_ACCOUNT_KEY and AZURE_STORAGE_ACCOUNT_NAME"))
        case .sharedAccessSignature:
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): Azure does not take the shared access signature: \(complaint)",
                    hint: "it may have expired: make a new one, and set AZURE_STORAGE_SAS_TOKEN"))
        case .token, nil:
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): Azure does not take the token: \(complaint)",
                    hint: "check that the client belongs to the tenant of the storage account"),
                remedy: .renewCredentials)
        }
    }

    private func permissionHint(_ request: StoreRequest) -> String? {
        switch latestCredentials {
        case .sharedAccessSignature:
            "make a shared access signature that allows read, create, write, delete and list on \(name)"
        case .sharedKey: "check the network rules of the storage account, and that it allows access by key"
        case .token, nil:
            "assign the role Storage Blob Data Contributor on \(name)"
                + (request.permission.map { ", for \($0)" } ?? "")
        }
    }
}

/// What an answer says is wrong.
///
///     <Error><Code>BlobNotFound</Code><Message>The specified blob does not exist.
///     RequestId:…</Message></Error>
struct AzureComplaint: CustomStringConvertible {
    /// Empty where the answer names none.
    let code: String
    private let status: Int
    private let message: String?

    /// Only the first line of the message is kept: others may hold what was signed, and the signature.
    init(_ answer: StoreAnswer, showsMessage: Bool) {
        status = answer.status
        let body = XMLAnswer(answer.body)
        code = answer.headers["x-ms-error-code"] ?? body?["Code"] ?? ""
        let text = showsMessage ? body?["Message"] : nil
        message = text.map { text in
            String(String.UnicodeScalarView(text.unicodeScalars.prefix { $0.value >= 0x20 }.prefix(300)))
        }
    }

    var description: String {
        let parts = [code, message ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? "the store answered \(status)" : "\(parts.joined(separator: ": ")) (\(status))"
    }
}
