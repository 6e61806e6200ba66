internal import Crypto
internal import DateTime
internal import HTTPClient
internal import Signing

/// Finds the credentials for Google, and gets tokens for them.
struct GoogleTokenSource: Sendable {
    typealias Lease = RenewableValue<AccessToken>.Lease

    private let variables: Variables
    private let session: HTTPSession
    private let timing: AccessTiming

    init(_ variables: Variables, _ session: HTTPSession, _ timing: AccessTiming) {
        self.variables = variables
        self.session = session
        self.timing = timing
    }

    /// A token, from the first place that has credentials.
    func token() async throws(AccessError) -> Lease {
        switch try credentials() {
        case .serviceAccount(let assertion, let tokens): return try await token(for: assertion, from: tokens)
        case .authorizedUser(let id, let secret, let refreshToken, let tokens):
            return try await token(
                for: [
                    ("grant_type", "refresh_token"), ("client_id", id), ("client_secret", secret),
                    ("refresh_token", refreshToken),
                ], from: tokens)
        case nil: return try await tokenOfMachine()
        }
    }

    private func credentials() throws(AccessError) -> GoogleCredentials? {
        if let text = variables["GOOGLE_SERVICE_ACCOUNT"], !Self.isJSON(text) {
            return try credentials(inFile: text, namedBy: "GOOGLE_SERVICE_ACCOUNT")
        }
        if let (name, text) = variables.first(of: "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_KEY") {
            return try GoogleCredentials(text, from: name)
        }
        if let path = variables["GOOGLE_APPLICATION_CREDENTIALS"] {
            return try credentials(inFile: path, namedBy: "GOOGLE_APPLICATION_CREDENTIALS")
        }
        guard let path = usualPath, let text = try SmallFile.text(path) else { return nil }
        return try GoogleCredentials(text, from: path)
    }

    /// Where gcloud leaves the credentials of its user.
    private var usualPath: String? {
        let folder = variables["CLOUDSDK_CONFIG"] ?? variables["HOME"].map { $0 + "/.config/gcloud" }
        return folder.map { $0 + "/application_default_credentials.json" }
    }

    private func credentials(inFile path: String, namedBy variable: String) throws(AccessError) -> GoogleCredentials {
        guard let text = try SmallFile.text(path) else {
            throw AccessError(
                .configuration, "\(variable) names the file \(path), which does not exist", hint: "correct \(variable)")
        }
        return try GoogleCredentials(text, from: path)
    }

    private static func isJSON(_ text: String) -> Bool {
        text.utf8.first { $0 > 0x20 } == UInt8(ascii: "{")
    }

    private func token(
        for assertion: ServiceAccountAssertion, from tokens: HTTPURL
    ) async throws(AccessError) -> Lease {
        let endpoint = TokenEndpoint(session: session, timing: timing)
        var time = timing.date()
        var mayCorrectClock = true
        while true {
            let text: String
            do throws(CryptoError) {
                text = try assertion.text(scope: GoogleAccess.scope, at: time)
            } catch {
                throw AccessError(.configuration, "the key of \(assertion.account) cannot sign: \(error)")
            }
            let request = Self.form(
                [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", text)], to: tokens)
            let start = timing.now()
            let answer = try await answer(to: request, by: endpoint)
            if answer.status == 400, mayCorrectClock, answer.clockOffset.magnitude > 60,
                let theirs = Timestamp(unixSeconds: time.unixSeconds + answer.clockOffset)
            {
                // An assertion of another time is refused as one with a wrong signature is.
                time = theirs
                mayCorrectClock = false
                continue
            }
            return try lease(
                answer, start,
                refusal: "Google refused the key of \(assertion.account)",
                hint: "check that the key was not deleted, and that the account is enabled")
        }
    }

    private func token(
        for items: [(name: String, value: String)], from tokens: HTTPURL
    ) async throws(AccessError) -> Lease {
        let start = timing.now()
        let answer = try await answer(
            to: Self.form(items, to: tokens), by: TokenEndpoint(session: session, timing: timing))
        return try lease(
            answer, start, refusal: "Google refused the credentials of the user",
            hint: "run `gcloud auth application-default login`")
    }

    private static func form(_ items: [(name: String, value: String)], to url: HTTPURL) -> HTTPRequest {
        HTTPRequest(
            .post, url, headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(FormEncoding.encode(items).utf8))
    }

    private func answer(
        to request: HTTPRequest, by endpoint: TokenEndpoint
    ) async throws(AccessError) -> TokenAnswer {
        do throws(HTTPError) {
            return try await endpoint.answer(to: request)
        } catch {
            throw AccessError(.unavailable, "Google gave no token: \(error)")
        }
    }

    func lease(
        _ answer: TokenAnswer, _ start: ContinuousClock.Instant, refusal: String, hint: String
    ) throws(AccessError) -> Lease {
        if let token = answer.token {
            return Lease(value: token, end: answer.lifetime(from: timing.date()).map { start + $0 })
        }
        if answer.status == 429 || answer.status >= 500 {
            throw AccessError(.unavailable, "Google gave no token: \(answer.complaint)")
        }
        throw AccessError(.denied, "\(refusal): \(answer.complaint)", hint: hint)
    }
}

// The machine's own account.
extension GoogleTokenSource {
    private static let places = [
        "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_KEY", "GOOGLE_APPLICATION_CREDENTIALS",
    ]

    /// The token of the account that the machine runs as, from its metadata server.
    private func tokenOfMachine() async throws(AccessError) -> Lease {
        // Its address, because asking a name server for its name takes long where there is none.
        let host = variables["GCE_METADATA_HOST"] ?? "169.254.169.254"
        let start = timing.now()
        let answer: TokenAnswer
        do throws(HTTPError) {
            let url = try HTTPURL("http://\(host)/computeMetadata/v1/instance/service-accounts/default/token")
            let request = HTTPRequest(.get, url, headers: [HTTPHeader("Metadata-Flavor", "Google")])
            answer = try await TokenEndpoint.near(session, timing).answer(to: request)
        } catch {
            throw nothing("no metadata server answers: \(error)")
        }
        guard answer.headers["Metadata-Flavor"]?.lowercased() == "google" else {
            throw nothing("\(host) is not a metadata server of Google")
        }
        return try lease(
            answer, start, refusal: "the metadata server gave no token",
            hint: "run the machine as a service account that may use the bucket")
    }

    private func nothing(_ reason: String) -> AccessError {
        let places = Self.places.joined(separator: ", ")
        let file = usualPath.map { ", there is no \($0)" } ?? ""
        return AccessError(
            .denied, "there are no credentials for Google: none of \(places) is set\(file), and \(reason)",
            hint: "set GOOGLE_SERVICE_ACCOUNT to the path of a service account's key")
    }
}
