internal import HTTPClient

/// Where a bucket of Google Cloud Storage is, and the addresses of the JSON API for it.
struct GCSEndpoint: Sendable {
    let bucket: String
    /// The server, without a slash at the end.
    private let server: String

    /// A bucket at Google, or at another server that speaks its protocol. Throws when that is no address.
    init(bucket: String, server: (variable: String, text: String)? = nil) throws(StoreError) {
        self.bucket = bucket
        guard let (variable, text) = server else {
            self.server = "https://storage.googleapis.com"
            return
        }
        // Emulators are named by host and port alone.
        var address = URLReference(text).authority == nil ? "http://\(text)" : text
        while address.hasSuffix("/") { address.removeLast() }
        do throws(HTTPError) {
            _ = try HTTPURL(address)
        } catch {
            throw StoreError(.configuration, "\(variable): \(error)")
        }
        self.server = address
    }

    /// The address that a request goes to: of an object, of all objects, or of uploads for what is posted.
    func url(for request: StoreRequest) throws(HTTPError) -> HTTPURL {
        var address = server + (request.method == .post ? "/upload" : "") + "/storage/v1/b/"
        address += PercentEncoding.component(bucket) + "/o"
        if !request.key.isEmpty { address += "/" + PercentEncoding.component(request.key) }
        return try HTTPURL(address).appending(query: request.query.map { ($0.name, $0.value ?? "") })
    }
}
