internal import DateTime
internal import HTTPClient
internal import JSON
internal import Signing

/// A role to be assumed.
struct AssumedRole: Sendable {
    let arn: String
    /// What the session is called in the logs of AWS.
    let sessionName: String?
    /// What the owner of the role wants to be told.
    let externalID: String?
    /// How long the credentials are to live.
    let seconds: Int?

    init(_ arn: String, name: String? = nil, externalID: String? = nil, seconds: Int? = nil) {
        self.arn = arn
        sessionName = name
        self.externalID = externalID
        self.seconds = seconds
    }
}

/// Exchanges credentials for those of a role (AWS Security Token Service, version 2011-06-15).
struct SecurityTokenService: Sendable {
    private let settings: AWSSettings
    private let endpoint: AWSEndpoint

    /// Throws when the address of the service is none.
    init(_ settings: AWSSettings, region: String?) throws(AccessError) {
        self.settings = settings
        endpoint = try .tokens(region: region, settings.environment)
    }

    /// Assumes a role with the credentials of somebody who may.
    func assume(_ role: AssumedRole, with credentials: AWSCredentials) async throws(AccessError) -> ExpiringCredentials
    {
        var fields = fields("AssumeRole", role)
        if let id = role.externalID { fields.append((name: "ExternalId", value: id)) }
        let signer = SignatureV4(region: endpoint.region, service: "sts", credentials: credentials)
        return try await self.credentials(
            of: role, "AssumeRole", fields, signer,
            hiding: [credentials.secretAccessKey, credentials.sessionToken ?? ""])
    }

    /// Assumes a role for a token of another identity provider, which is what authorizes the request.
    func assume(_ role: AssumedRole, webIdentityToken token: String) async throws(AccessError) -> ExpiringCredentials {
        let fields = fields("AssumeRoleWithWebIdentity", role) + [(name: "WebIdentityToken", value: token)]
        return try await credentials(of: role, "AssumeRoleWithWebIdentity", fields, nil, hiding: [token])
    }

    private func fields(_ action: String, _ role: AssumedRole) -> [(name: String, value: String)] {
        let session = role.sessionName ?? "curlew-\(settings.timing.now().unixSeconds)"
        var fields = [
            (name: "Action", value: action), (name: "Version", value: "2011-06-15"),
            (name: "RoleArn", value: role.arn), (name: "RoleSessionName", value: session),
        ]
        if let seconds = role.seconds { fields.append((name: "DurationSeconds", value: String(seconds))) }
        return fields
    }

    private func credentials(
        of role: AssumedRole, _ action: String, _ fields: [(name: String, value: String)], _ signer: SignatureV4?,
        hiding secrets: [String]
    ) async throws(AccessError) -> ExpiringCredentials {
        let request = HTTPRequest(
            .post, endpoint.url,
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(FormEncoding.encode(fields).utf8))
        let answer = try await settings.sender.answer {
            var request = request
            if let signer { request.sign(with: signer, at: settings.timing.now()) }
            return request
        }
        guard answer.isSuccess else {
            throw Self.failure(role, action, answer.fault(hiding: secrets))
        }
        guard let credentials = Self.credentials(in: answer.body, action) else {
            throw AccessError(.unavailable, "the role \(role.arn) was assumed, but the answer holds no credentials")
        }
        return credentials
    }

    /// Reads `<ActionResponse><ActionResult><Credentials>…`.
    private static func credentials(in body: [UInt8], _ action: String) -> ExpiringCredentials? {
        let response = XMLTree.parse(body)?["\(action)Response"]
        let found = response?["\(action)Result"]?["Credentials"]
        guard let id = found?["AccessKeyId"]?.string, let secret = found?["SecretAccessKey"]?.string,
            let token = found?["SessionToken"]?.string, let end = found?["Expiration"]?.string,
            let expiration = Timestamp(iso8601: end)
        else { return nil }
        return ExpiringCredentials(
            AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token), expiration: expiration)
    }

    private static func failure(_ role: AssumedRole, _ action: String, _ fault: AWSFault) -> AccessError {
        let message = "cannot assume the role \(role.arn): \(fault.summary)"
        if fault.isTransient { return AccessError(.unavailable, message) }
        let hint =
            action == "AssumeRole"
            ? "the role has to trust who assumes it, and who assumes it has to be allowed sts:AssumeRole"
            : "the role has to trust the identity provider, and the token has to be valid"
        return AccessError(fault.isDenied ? .denied : .configuration, message, hint: fault.credentialHint ?? hint)
    }
}
