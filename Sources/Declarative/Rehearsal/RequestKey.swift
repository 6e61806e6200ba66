internal import Connector
internal import HTTPClient

/// What tells requests of a recording apart, besides their bodies. The order of a query does not matter, nor how it is
/// encoded.
struct RequestKey: Hashable, Sendable {
    var method: String
    /// Scheme, host and port; nil for any.
    var origin: String?
    var path: String
    var query: [RequestDraft.NamedText]

    /// The key of a URL, or of one that begins with its path.
    init(_ method: String, _ text: String, _ scrubbing: Scrubbing) throws(HTTPError) {
        let isPath = text.hasPrefix("/")
        self.init(method, try HTTPURL(isPath ? "http://any" + text : text), scrubbing)
        if isPath { origin = nil }
    }

    init(_ method: String, _ url: HTTPURL, _ scrubbing: Scrubbing) {
        let secrets = scrubbing.secrets
        self.method = method
        origin = "\(url.scheme.rawValue)://\(url.host)\(url.port.map { ":\($0)" } ?? "")"
        path = secrets.masked(url.path)
        query = FormEncoding.decode(url.query ?? "").map { item in
            RequestDraft.NamedText(name: item.name, text: secrets.masked(item.value))
        }.sorted { ($0.name, $0.text) < ($1.name, $1.text) }
    }

    /// The same of any server.
    var anywhere: RequestKey {
        var key = self
        key.origin = nil
        return key
    }
}
