internal import HTTPClient

/// Gets tokens for Azure Storage.
struct AzureTokenSource: Sendable {
    typealias Lease = RenewableValue<AccessToken>.Lease

    private static let resource = "https://storage.azure.com/"

    private let variables: Variables
    private let session: HTTPSession
    private let timing: AccessTiming

    init(_ variables: Variables, _ session: HTTPSession, _ timing: AccessTiming) {
        self.variables = variables
        self.session = session
        self.timing = timing
    }

    /// A token, from the first place that gives one.
    func token() async throws(AccessError) -> Lease {
        let id = variables.first(of: "AZURE_STORAGE_CLIENT_ID", "AZURE_CLIENT_ID")
        let tenant = variables.first(of: "AZURE_STORAGE_TENANT_ID", "AZURE_TENANT_ID")
        if let (name, secret) = variables.first(of: "AZURE_STORAGE_CLIENT_SECRET", "AZURE_CLIENT_SECRET") {
            guard let id, let tenant else {
                throw AccessError(
                    .configuration, "\(name) is set, and its \(id == nil ? "client" : "tenant") is not",
                    hint: "set AZURE_STORAGE_CLIENT_ID and AZURE_STORAGE_TENANT_ID, too")
            }
            return try await token(of: id.value, in: tenant.value, proof: [("client_secret", secret)])
        }
        if let path = variables["AZURE_FEDERATED_TOKEN_FILE"], let id, let tenant {
            guard let text = try SmallFile.text(path) else {
                throw AccessError(
                    .configuration, "AZURE_FEDERATED_TOKEN_FILE names the file \(path), which does not exist")
            }
            return try await token(
                of: id.value, in: tenant.value,
                proof: [
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    ("client_assertion", text.trimmed),
                ])
        }
        return try await tokenOfMachine(client: id?.value)
    }

    /// The token of a service principal.
    private func token(
        of client: String, in tenant: String, proof: [(name: String, value: String)]
    ) async throws(AccessError) -> Lease {
        let items = [
            ("grant_type", "client_credentials"), ("client_id", client), ("scope", Self.resource + ".default"),
        ]
        let start = timing.now()
        let answer: TokenAnswer
        do throws(HTTPError) {
            let url = try HTTPURL("\(authority)/\(PercentEncoding.component(tenant))/oauth2/v2.0/token")
            let request = HTTPRequest(
                .post, url, headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(FormEncoding.encode(items + proof).utf8))
            answer = try await TokenEndpoint(session: session, timing: timing).answer(to: request)
        } catch {
            throw AccessError(.unavailable, "Microsoft Entra gave no token: \(error)")
        }
        return try lease(
            answer, start, from: "Microsoft Entra", refusal: "Microsoft Entra refused the client \(client)",
            hint: "check the client, its secret, which may have expired, and the tenant")
    }

    private var authority: String {
        var host = variables["AZURE_AUTHORITY_HOST"] ?? "https://login.microsoftonline.com"
        while host.hasSuffix("/") { host.removeLast() }
        return URLReference(host).authority == nil ? "https://\(host)" : host
    }

    /// The token of the identity that the machine, or the function, runs as.
    private func tokenOfMachine(client: String?) async throws(AccessError) -> Lease {
        var query = [("resource", Self.resource)]
        if let client { query.append(("client_id", client)) }
        let start = timing.now()
        let answer: TokenAnswer
        do throws(HTTPError) {
            let request = try requestToMachine(query)
            var endpoint = TokenEndpoint.near(session, timing)
            // What the service says while it updates itself, or does not know the identity yet.
            endpoint.passing = [404, 410]
            answer = try await endpoint.answer(to: request)
        } catch {
            throw AccessError(
                .denied,
                "there are no credentials for Azure: none of AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_ACCOUNT_KEY, "
                    + "AZURE_STORAGE_SAS_TOKEN and AZURE_STORAGE_CLIENT_SECRET is set, and the machine has no identity: "
                    + "\(error)",
                hint: "set AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN, or AZURE_STORAGE_CLIENT_ID with "
                    + "AZURE_STORAGE_CLIENT_SECRET and AZURE_STORAGE_TENANT_ID")
        }
        return try lease(
            answer, start, from: "the managed identity", refusal: "the managed identity gave no token",
            hint: "assign an identity to the machine; where it has several, name one by AZURE_CLIENT_ID")
    }

    private func requestToMachine(_ query: [(name: String, value: String)]) throws(HTTPError) -> HTTPRequest {
        if let endpoint = variables["IDENTITY_ENDPOINT"], let secret = variables["IDENTITY_HEADER"] {
            let url = try HTTPURL(endpoint).appending(query: [("api-version", "2019-08-01")] + query)
            return HTTPRequest(.get, url, headers: [HTTPHeader("X-IDENTITY-HEADER", secret, isCredential: true)])
        }
        var host = variables["AZURE_POD_IDENTITY_AUTHORITY_HOST"] ?? "http://169.254.169.254"
        while host.hasSuffix("/") { host.removeLast() }
        let url = try HTTPURL("\(host)/metadata/identity/oauth2/token")
            .appending(query: [("api-version", "2018-02-01")] + query)
        return HTTPRequest(.get, url, headers: [HTTPHeader("Metadata", "true")])
    }

    private func lease(
        _ answer: TokenAnswer, _ start: ContinuousClock.Instant, from place: String, refusal: String, hint: String
    ) throws(AccessError) -> Lease {
        if let token = answer.token {
            return Lease(value: token, end: answer.lifetime(from: timing.date()).map { start + $0 })
        }
        if answer.status == 429 || answer.status >= 500 {
            throw AccessError(.unavailable, "\(place) gave no token: \(answer.complaint)")
        }
        throw AccessError(.denied, "\(refusal): \(answer.complaint)", hint: hint)
    }
}
