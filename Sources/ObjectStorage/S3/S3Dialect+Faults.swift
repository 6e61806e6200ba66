internal import HTTPClient

// What S3 means by an answer that is no success.
extension S3Dialect {
    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        let isSuccess = 200..<300 ~= answer.status
        if request.accepts.contains(answer.status) { return nil }
        // Completing an upload may take longer than a connection lasts: then the answer begins before it is known.
        if isSuccess, request.mayFailLate, let late = XMLAnswer(answer.body), late.name == "Error" {
            return fault(late["Code"] ?? "", late, answer, request)
        }
        if isSuccess { return nil }
        let body = XMLAnswer(answer.body)
        return fault(body?["Code"] ?? "", body, answer, request)
    }

    private func fault(
        _ code: String, _ body: XMLAnswer?, _ answer: StoreAnswer, _ request: StoreRequest
    ) -> StoreFault {
        let what = "cannot \(request.purpose)"
        let said = code.isEmpty ? "the store answered \(answer.status)" : "\(code) (\(answer.status))"
        if let region = region(code, body, answer) {
            return StoreFault(
                error: StoreError(
                    .configuration, "\(what): the bucket is in the region \(region)",
                    hint: "set AWS_REGION=\(region)"), remedy: .region(region))
        }
        switch code {
        case "NoSuchBucket":
            return StoreFault(
                error: StoreError(
                    .missing, "\(what): there is no bucket \(endpoint.bucket)",
                    hint: "create it, or correct the name"))
        case "RequestTimeTooSkewed":
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): the clock of this machine is wrong by more than 15 minutes",
                    hint: "set the clock"), remedy: .correctClock)
        case "ExpiredToken", "TokenRefreshRequired", "InvalidToken", "ExpiredTokenException":
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): the credentials have expired or are damaged: \(said)",
                    hint: "get new ones"), remedy: .renewCredentials)
        case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException":
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): the store does not know the access key: \(said)",
                    hint: "correct AWS_ACCESS_KEY_ID, or the profile it comes from"), remedy: .renewCredentials)
        case "SignatureDoesNotMatch", "AuthFailure":
            return StoreFault(
                error: StoreError(
                    .credentials, "\(what): the secret access key is wrong: \(said)",
                    hint: "correct AWS_SECRET_ACCESS_KEY, or the profile it comes from"))
        default:
            return fault(byStatus: answer.status, what, said, request)
        }
    }

    private func fault(
        byStatus status: Int, _ what: String, _ said: String, _ request: StoreRequest
    ) -> StoreFault {
        switch status {
        case 403, 401:
            return StoreFault(
                error: StoreError(
                    .denied, "\(what): the credentials do not allow it: \(said)",
                    hint: request.permission.map { "allow \($0) on \(name)" }),
                // A store may say no more than this of a token that has expired.
                remedy: request.method == .head ? .renewCredentials : nil)
        case 404:
            return StoreFault(error: StoreError(.missing, "\(what): \(said)"))
        case 412:
            return StoreFault(error: StoreError(.conflict, "\(what): it was changed by another"))
        case 400 where request.method == .head:
            return StoreFault(error: StoreError(.credentials, "\(what): \(said)"), remedy: .renewCredentials)
        case 408, 409, 429, 500...599:
            return StoreFault(error: StoreError(.unavailable, "\(what): \(said)"), remedy: .wait)
        case 400 where said.hasPrefix("RequestTimeout") || said.hasPrefix("SlowDown"):
            return StoreFault(error: StoreError(.unavailable, "\(what): \(said)"), remedy: .wait)
        default:
            return StoreFault(error: StoreError(.unexpected, "\(what): \(said)"))
        }
    }

    /// The region to go to, when the answer says that the bucket is elsewhere.
    private func region(_ code: String, _ body: XMLAnswer?, _ answer: StoreAnswer) -> String? {
        let isElsewhere =
            [301, 307].contains(answer.status)
            || ["AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException"].contains(
                code)
        guard isElsewhere || answer.status == 400 && answer.body.isEmpty else { return nil }
        return answer.headers["x-amz-bucket-region"] ?? body?["Region"]
    }
}
