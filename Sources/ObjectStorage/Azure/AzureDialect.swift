internal import CloudAccess
internal import DateTime
internal import HTTPClient
internal import Signing
internal import Synchronization

/// How Azure Blob Storage is spoken to.
final class AzureDialect: StoreDialect {
    private static let version = "2021-12-02"

    let endpoint: AzureEndpoint
    private let access: AzureAccess
    private let used = Mutex<(credentials: AzureCredentials, time: Timestamp)?>(nil)

    init(_ endpoint: AzureEndpoint, access: AzureAccess) {
        self.endpoint = endpoint
        self.access = access
    }

    /// What a person calls the container.
    var name: String { "az://\(endpoint.container)" }

    /// What the latest request was allowed by.
    var latestCredentials: AzureCredentials? { used.withLock { $0?.credentials } }

    /// By how much the clock that the latest request went by differs from that of the store, in seconds.
    func clockError(in answer: StoreAnswer) -> UInt64 {
        guard let ours = used.withLock({ $0?.time }), let text = answer.headers["Date"],
            let theirs = HTTPDate.parse(text, now: ours)
        else { return 0 }
        return (theirs.unixSeconds - ours.unixSeconds).magnitude
    }

    func request(_ request: StoreRequest, at time: Timestamp) async throws(StoreError) -> HTTPRequest {
        let credentials: AzureCredentials
        do throws(AccessError) {
            credentials = try await access.credentials()
        } catch {
            throw StoreError(error, toDo: request.purpose)
        }
        used.withLock { $0 = (credentials, time) }
        do throws(HTTPError) {
            return try message(request, credentials, at: time)
        } catch {
            throw StoreError(.configuration, "cannot \(request.purpose): \(error)")
        }
    }

    private func message(
        _ request: StoreRequest, _ credentials: AzureCredentials, at time: Timestamp
    ) throws(HTTPError) -> HTTPRequest {
        var url = try endpoint.url(ofKey: request.key, query: request.query)
        var fields = request.headers + [("x-ms-version", Self.version)]
        switch credentials {
        case .sharedKey(let key):
            let signed = SharedKey.Request(
                method: request.method.description, path: url.path,
                query: request.query.map { ($0.name, $0.value ?? "") }, headers: fields,
                bodySize: request.body?.count ?? 0)
            fields += key.additions(to: signed, at: time)
        case .sharedAccessSignature(let signature):
            url = try HTTPURL("\(url)\(url.query == nil ? "?" : "&")\(signature)")
        case .token(let token):
            fields.append(("Authorization", "Bearer \(token.text)"))
        }
        return HTTPRequest(
            request.method, url, headers: HTTPHeaders(fields.map { HTTPHeader($0.name, $0.value) }), body: request.body)
    }

    func mend(_ remedy: StoreRemedy, of message: HTTPRequest) async -> Bool {
        switch remedy {
        case .wait, .correctClock: return true
        case .region: return false
        case .renewCredentials:
            guard case .token(let current)? = try? await access.credentials() else { return false }
            // Requests fail together: another may have renewed it already.
            if message.headers["Authorization"] != "Bearer \(current.text)" { return true }
            access.rejected(.token(current))
            // The same again would be refused again.
            guard let new = try? await access.credentials() else { return false }
            return new != .token(current)
        }
    }
}
