internal import HTTPClient

/// Credentials from the metadata service of a machine, in its second version:
///
///     PUT /latest/api/token                                        → a token for the other requests
///     GET /latest/meta-data/iam/security-credentials/              → the name of the machine's role
///     GET /latest/meta-data/iam/security-credentials/<role>        → its credentials
///
/// Most machines have none, so that nobody waits long for it.
struct InstanceMetadata: Sendable {
    private let settings: AWSSettings

    init(_ settings: AWSSettings) {
        self.settings = settings
    }

    /// Throws when the service is there, but does not answer as it should.
    func find() async throws(AccessError) -> Finding {
        if settings.environment.isTrue("AWS_EC2_METADATA_DISABLED") {
            return .nothing("AWS_EC2_METADATA_DISABLED is set")
        }
        let base = baseURL
        let token: String
        switch try await self.token(from: base) {
        case .token(let text): token = text
        case .nothing(let reason): return .nothing(reason)
        }
        let roles = try await answer(base, Self.roles, token)
        guard roles.isSuccess, let role = roles.text.split(separator: "\n").first?.trimmed, !role.isEmpty else {
            if roles.isSuccess || roles.status == 404 { return .nothing("the machine has no role") }
            throw failure(base, roles)
        }
        let answer = try await answer(base, Self.roles + role, token)
        guard answer.isSuccess else { throw failure(base, answer) }
        do throws(ExpiringCredentials.Fault) {
            return .found(try ExpiringCredentials(json: answer.body))
        } catch {
            throw AccessError(
                .unavailable, "what the instance metadata service says of the role \(role) \(error.reason)")
        }
    }

    private enum Greeting {
        case token(String)
        case nothing(String)
    }

    private static let roles = "/latest/meta-data/iam/security-credentials/"

    private var baseURL: String {
        let environment = settings.environment
        if let endpoint = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] {
            return endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        }
        let isIPv6 = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        return isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    /// One attempt only: where nobody answers, this is no machine of EC2.
    private func token(from base: String) async throws(AccessError) -> Greeting {
        var request = try request(.put, base + "/latest/api/token")
        request.headers.append(HTTPHeader("X-aws-ec2-metadata-token-ttl-seconds", "300"))
        let answer: AWSSender.Answer
        do throws(AccessError) {
            answer = try await settings.sender.answer(attempts: 1) { request }
        } catch {
            if Task.isCancelled { throw error }
            return .nothing("the instance metadata service at \(request.url.redacted) does not answer")
        }
        guard answer.isSuccess, !answer.text.isEmpty else {
            return .nothing("the instance metadata service gives no token: HTTP \(answer.status)")
        }
        return .token(answer.text.trimmed)
    }

    private func answer(
        _ base: String, _ path: String, _ token: String
    ) async throws(AccessError) -> AWSSender.Answer {
        var request = try request(.get, base + path)
        request.headers.append(HTTPHeader("X-aws-ec2-metadata-token", token, isCredential: true))
        return try await settings.sender.answer { request }
    }

    private func request(_ method: HTTPMethod, _ text: String) throws(AccessError) -> HTTPRequest {
        do throws(HTTPError) {
            var request = HTTPRequest(method, try HTTPURL(text))
            request.connectTimeout = settings.timing.metadataTimeout
            request.timeout = settings.timing.metadataTimeout
            request.isDirect = true
            return request
        } catch {
            throw AccessError(.configuration, "the address of the instance metadata service: \(error)")
        }
    }

    private func failure(_ base: String, _ answer: AWSSender.Answer) -> AccessError {
        AccessError(.unavailable, "the instance metadata service gave no credentials: HTTP \(answer.status)")
    }
}
