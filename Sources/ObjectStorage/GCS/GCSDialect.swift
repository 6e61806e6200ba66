internal import CloudAccess
internal import DateTime
internal import HTTPClient

/// How Google Cloud Storage is spoken to: its JSON API.
final class GCSDialect: StoreDialect {
    let endpoint: GCSEndpoint
    private let access: GoogleAccess?

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
            guard let access, let current = try? await access.token() else { return false }
            // Requests fail together: another may have renewed it already.
            if message.headers["Authorization"] != "Bearer \(current.text)" { return true }
            access.rejected(current)
            // The same again would be refused again.
            guard let new = try? await access.token() else { return false }
            return new != current
        }
    }
}
