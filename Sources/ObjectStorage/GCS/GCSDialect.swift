internal import CloudAccess
internal import DateTime
internal import HTTPClient
internal import Synchronization

/// How Google Cloud Storage is spoken to: its JSON API.
final class GCSDialect: StoreDialect {
    let endpoint: GCSEndpoint
    private let access: GoogleAccess?
    private let used = Mutex<AccessToken?>(nil)

    /// Without access requests show no token, as emulators want it.
    init(_ endpoint: GCSEndpoint, access: GoogleAccess?) {
        self.endpoint = endpoint
        self.access = access
    }

    /// What a person calls the bucket.
    var name: String { "gs://\(endpoint.bucket)" }

    func request(_ request: StoreRequest, at time: Timestamp) async throws(StoreError) -> HTTPRequest {
        var headers = HTTPHeaders(request.headers.map { HTTPHeader($0.name, $0.value) })
        if let access {
            do throws(AccessError) {
                let token = try await access.token()
                used.withLock { $0 = token }
                headers.append(HTTPHeader("Authorization", "Bearer \(token.text)"))
            } catch {
                throw StoreError(error, toDo: request.purpose)
            }
        }
        do throws(HTTPError) {
            return HTTPRequest(request.method, try endpoint.url(for: request), headers: headers, body: request.body)
        } catch {
            throw StoreError(.configuration, "cannot \(request.purpose): \(error)")
        }
    }

    func mend(_ remedy: StoreRemedy, of message: HTTPRequest) async -> Bool {
        switch remedy {
        case .wait, .correctClock: return true
        case .region: return false
        case .renewCredentials:
            guard let access, let used = used.withLock({ $0 }) else { return false }
            access.rejected(used)
            // The same again would be refused again.
            guard let new = try? await access.token() else { return false }
            return new != used
        }
    }
}
