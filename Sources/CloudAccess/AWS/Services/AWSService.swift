internal import HTTPClient
internal import JSON
internal import Signing

/// A service of AWS that is called with JSON: the operation stands in the field `X-Amz-Target`.
struct AWSService: Sendable {
    /// What requests are signed for, and what the host begins with.
    let name: String
    /// What the name of the variable with its endpoint ends with.
    let identifier: String
    /// What stands before the operation in `X-Amz-Target`.
    let target: String
    /// The codes that say that there is no such thing.
    let missingCodes: Set<String>

    /// One call.
    struct Call: Sendable {
        let operation: String
        let input: JSONObject
        /// What is asked for, as messages call it: "the secret `stripe`".
        let subject: String
        /// Where it is, if its name says so.
        let region: String?
        /// What may help when it is not allowed.
        let permission: String
    }

    /// Makes a call and returns the object it is answered with. Credentials that are refused are replaced once.
    ///
    /// Nothing of a successful answer is in any error.
    func answer(to call: Call, _ access: AWSAccess) async throws(AccessError) -> JSONView {
        let endpoint = try await endpoint(for: call, access)
        let body = Array(JSONValue.object(call.input).description.utf8)
        let operation = target + "." + call.operation
        var mayRenew = true
        while true {
            let credentials = try await access.credentials()
            let signer = SignatureV4(region: endpoint.region, service: name, credentials: credentials)
            let answer: AWSSender.Answer
            do throws(AccessError) {
                answer = try await access.settings.sender.answer {
                    var request = HTTPRequest(.post, endpoint.url, body: body)
                    request.headers.append(HTTPHeader("Content-Type", "application/x-amz-json-1.1"))
                    request.headers.append(HTTPHeader("X-Amz-Target", operation))
                    request.sign(with: signer, at: access.settings.timing.now())
                    return request
                }
            } catch {
                throw AccessError(error.kind, "\(call.subject) cannot be read: \(error.message)", hint: error.hint)
            }
            if answer.isSuccess { return try Self.object(in: answer, call) }
            let fault = answer.fault(hiding: [credentials.secretAccessKey, credentials.sessionToken ?? ""])
            guard fault.refusesCredentials, mayRenew else { throw failure(call, fault, endpoint.region) }
            mayRenew = false
            await access.rejected(credentials)
        }
    }

    private func endpoint(for call: Call, _ access: AWSAccess) async throws(AccessError) -> AWSEndpoint {
        let named = call.region.flatMap { $0.isEmpty ? nil : $0 }
        let own = await access.region()
        guard let region = named ?? own else {
            throw AccessError(
                .configuration, "\(call.subject) cannot be read: no region of AWS is known",
                hint: "set AWS_REGION, or the region of the profile")
        }
        return try AWSEndpoint(name, identifier: identifier, region: region, access.settings.environment)
    }

    private static func object(in answer: AWSSender.Answer, _ call: Call) throws(AccessError) -> JSONView {
        do throws(JSONError) {
            return try JSONDocument.parse(PaddedBytes(answer.body)).root
        } catch {
            throw AccessError(.unavailable, "\(call.subject) cannot be read: the answer is not JSON")
        }
    }

    private func failure(_ call: Call, _ fault: AWSFault, _ region: String) -> AccessError {
        let action = "\(name):\(call.operation)"
        if missingCodes.contains(fault.code) {
            return AccessError(
                .notFound, "\(call.subject) does not exist in \(region): \(fault.summary)",
                hint: "check the name, and the region in AWS_REGION")
        }
        if let hint = fault.credentialHint {
            return AccessError(
                .denied, "\(call.subject) cannot be read, the credentials are refused: \(fault.summary)", hint: hint)
        }
        if fault.isDenied {
            return AccessError(
                .denied, "\(call.subject) cannot be read, \(action) is not allowed: \(fault.summary)",
                hint: call.permission)
        }
        let kind: AccessError.Kind = fault.isTransient ? .unavailable : .configuration
        return AccessError(kind, "\(call.subject) cannot be read: \(fault.summary)")
    }
}
