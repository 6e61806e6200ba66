internal import CloudAccess
internal import Crypto
internal import DateTime
internal import HTTPClient
internal import Signing
internal import Synchronization

/// How S3, and servers like it, are spoken to.
final class S3Dialect: StoreDialect {
    let endpoint: S3Endpoint
    /// What a person calls the bucket: `s3://bucket`.
    let name: String
    private let access: AWSAccess
    /// The region the bucket was found to be in.
    private let region: Mutex<String?>
    /// Whether the store wants the tags of objects without their quotes in conditions, as radosgw does.
    private let wantsBareTags = Mutex(false)

    /// Without a region it is the one that the environment names.
    init(_ endpoint: S3Endpoint, name: String, region: String?, access: AWSAccess) {
        self.endpoint = endpoint
        self.name = name
        self.region = Mutex(region)
        self.access = access
    }

    func request(_ request: StoreRequest, at time: Timestamp) async throws(StoreError) -> HTTPRequest {
        let credentials: AWSCredentials
        do throws(AccessError) {
            credentials = try await access.credentials()
        } catch {
            throw StoreError(error, toDo: request.purpose)
        }
        let region = await currentRegion()
        let url: HTTPURL
        do throws(HTTPError) {
            url = try endpoint.url(ofKey: request.key, query: request.query, in: region)
        } catch {
            throw StoreError(.configuration, "cannot \(request.purpose): \(error)")
        }
        var message = HTTPRequest(
            request.method, url, headers: HTTPHeaders(request.headers.map { HTTPHeader($0.name, $0.value) }),
            body: request.body)
        let signature = SignatureV4(region: region, service: "s3", credentials: credentials, pathRule: .verbatim)
        // Encryption already vouches for the body; hashing it costs more than sending it.
        let payload: PayloadHash = url.scheme == .https ? .unsigned : .of(request.body ?? [])
        message.sign(with: signature, payload: payload, at: time)
        return message
    }

    private func currentRegion() async -> String {
        if let known = region.withLock({ $0 }) { return known }
        return await access.region() ?? "us-east-1"
    }

    /// The fields that make a put conditional.
    func fields(for condition: PutCondition) -> [(name: String, value: String)] {
        switch condition {
        case .always: return []
        case .isAbsent: return [("If-None-Match", "*")]
        case .isUnchanged(let version):
            let tag = version.text
            let isQuoted = tag.utf8.count > 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"")
            let isBare = isQuoted && wantsBareTags.withLock { $0 }
            return [("If-Match", isBare ? String(tag.dropFirst().dropLast()) : tag)]
        }
    }

    /// The store denies that an object is unchanged which is. Returns whether its tag may be without quotes next time.
    func learnBareTags() -> Bool {
        wantsBareTags.withLock { wantsBareTags in
            defer { wantsBareTags = true }
            return !wantsBareTags
        }
    }

    func mend(_ remedy: StoreRemedy, of message: HTTPRequest) async -> Bool {
        switch remedy {
        case .wait, .correctClock: return true
        case .renewCredentials:
            guard let current = try? await access.credentials() else { return false }
            // Requests fail together: another may have renewed them already.
            if !Self.isSigned(message, with: current) { return true }
            await access.rejected(current)
            // The same again would be refused again.
            guard let new = try? await access.credentials() else { return false }
            return new != current
        case .region(let name):
            region.withLock { $0 = name }
            return true
        }
    }

    private static func isSigned(_ message: HTTPRequest, with credentials: AWSCredentials) -> Bool {
        let beginning = "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/"
        return message.headers["Authorization"]?.hasPrefix(beginning) == true
            && message.headers["X-Amz-Security-Token"] == credentials.sessionToken
    }
}

extension StoreError {
    /// There are no credentials to do something with.
    init(_ error: AccessError, toDo purpose: String) {
        let kind: Kind =
            switch error.kind {
            case .configuration: .configuration
            case .denied, .notFound: .credentials
            case .unavailable: .unavailable
            }
        self.init(kind, "cannot \(purpose): \(error.message)", hint: error.hint)
    }
}
