internal import HTTPClient

/// Credentials from the endpoint that ECS, EKS and Greengrass give to containers.
struct ContainerCredentials: Sendable {
    private let settings: AWSSettings

    init(_ settings: AWSSettings) {
        self.settings = settings
    }

    /// Throws when an endpoint is named that may not be asked, or that does not answer as it should.
    func find() async throws(AccessError) -> Finding {
        guard let url = try endpoint() else {
            return .nothing(
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
        }
        var request = HTTPRequest(.get, url, headers: [HTTPHeader("Accept", "application/json")])
        request.isDirect = Self.isNear(url.host)
        if let token = try authorization() { request.headers.append(HTTPHeader("Authorization", token)) }
        let answer = try await settings.sender.answer { request }
        guard answer.isSuccess else {
            let kind: AccessError.Kind = answer.status >= 500 ? .unavailable : .denied
            throw AccessError(kind, "\(url.redacted) gave no credentials: \(answer.fault().summary)")
        }
        do throws(ExpiringCredentials.Fault) {
            return .found(try ExpiringCredentials(json: answer.body))
        } catch {
            throw AccessError(.unavailable, "the answer of \(url.redacted) \(error.reason)")
        }
    }

    /// The address to ask; nil where none is named.
    func endpoint() throws(AccessError) -> HTTPURL? {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        if let path = settings.environment[relative] {
            // What does not begin with a slash would become a part of the host.
            guard path.hasPrefix("/") else {
                throw AccessError(.configuration, "\(relative) is no path: it must begin with a slash")
            }
            return try url("http://\(Self.containerHost)\(path)", from: relative)
        }
        guard let text = settings.environment[full] else { return nil }
        let url = try url(text, from: full)
        guard url.scheme == .https || Self.isNear(url.host) else {
            throw AccessError(
                .configuration, "\(full) names \(url.host), which may only be asked over https",
                hint: "over http it may be an address of this machine (127.0.0.1), of ECS or of EKS")
        }
        return url
    }

    private static let containerHost = "169.254.170.2"
    private static let nearHosts: Set<String> = [
        containerHost, "169.254.170.23", "[fd00:ec2::23]", "[::1]", "localhost",
    ]

    /// Whether a host is this machine or what it runs on: it may be asked in the clear, and no proxy can reach it.
    private static func isNear(_ host: String) -> Bool {
        if nearHosts.contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private func url(_ text: String, from variable: String) throws(AccessError) -> HTTPURL {
        do throws(HTTPError) {
            return try HTTPURL(text)
        } catch {
            throw AccessError(.configuration, "\(variable): \(error)")
        }
    }

    private func authorization() throws(AccessError) -> String? {
        let environment = settings.environment
        guard let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] else {
            return environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        }
        guard let token = try SmallFile.text(file)?.trimmed, !token.isEmpty else {
            throw AccessError(.configuration, "there is no token in \(file) (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)")
        }
        return token
    }
}
