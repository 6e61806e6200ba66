internal import HTTPClient
internal import JSON

// What S3 means by an answer that is no success.
extension S3Dialect {
    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        if request.accepts.contains(answer.status) { return nil }
        if 200..<300 ~= answer.status { return lateFault(in: answer, to: request) }
        let body = XMLAnswer(answer.body)
        return fault(body?["Code"] ?? "", body, answer, request)
    }

    /// A fault behind a status of success: S3 sends that before it is done with a request that takes long, proxies send pages
    /// of their own, and some objects may be removed while others are not.
    private func lateFault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault? {
        guard let name = request.answerName else { return nil }
        let body = XMLAnswer(answer.body)
        if let body, body.name == name {
            let codes = body.elements("Error").map { $0["Code"]?.string ?? "" }.filter { $0 != "NoSuchKey" }
            return codes.first.flatMap { lateFault($0, answer, request) }
        }
        if let body, body.name == "Error" { return lateFault(body["Code"] ?? "", answer, request) }
        return StoreFault(
            error: StoreError(
                .unexpected, "cannot \(request.purpose): the store's answer is not the \(name) it should be"),
            remedy: .wait)
    }

    /// Such a fault by its code, which stands for the status that it would have had.
    private func lateFault(_ code: String, _ answer: StoreAnswer, _ request: StoreRequest) -> StoreFault? {
        var answer = answer
        switch code {
        case "InternalError": answer.status = 500
        case "SlowDown", "ServiceUnavailable", "Busy": answer.status = 503
        case "OperationAborted", "ConditionalRequestConflict": answer.status = 409
        case "RequestTimeout": answer.status = 408
        case "PreconditionFailed": answer.status = 412
        case "NoSuchUpload", "NoSuchBucket": answer.status = 404
        case "AccessDenied", "ExpiredToken", "SignatureDoesNotMatch": answer.status = 403
        default: break
        }
        if request.accepts.contains(answer.status) { return nil }
        return fault(code, nil, answer, request)
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
        case 501:
            return StoreFault(error: StoreError(.unexpected, "\(what): \(said)"))
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
