/// What is asked of a server, and within which bounds.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    package var url: HTTPURL
    /// The fields to send. `User-Agent` and `Accept-Encoding` are added where they are missing.
    package var headers: HTTPHeaders
    /// The body; nil for none, which is not the same as an empty one.
    package var body: [UInt8]?
    /// Whether the body holds credentials, so that no redirect may carry it to another origin.
    package var bodyIsCredential = false
    /// Whether it asks for credentials, so that nobody may write down what the answer holds.
    package var answerIsCredential = false

    /// How long resolving the name, connecting and the TLS handshake may take, proxies included.
    package var connectTimeout = Duration.seconds(10)
    /// How long everything may take, redirects and the whole body included, also while a consumer of the body is slow.
    package var timeout = Duration.seconds(300)
    /// When everything must be over, if that is earlier.
    package var deadline: ContinuousClock.Instant?
    /// How long the server may send nothing at all, its time to think included. Counts in whole seconds.
    package var stallTimeout: Duration?

    /// The largest body that is accepted, in bytes, before and after decompression.
    package var maximumBodySize = 64 << 20
    /// Whether no proxy is used, whatever the environment says: for addresses that mean another machine to a proxy.
    package var isDirect = false
    /// Which redirects are followed.
    package var redirects = HTTPRedirects()
    /// Whether compression is offered to the server and undone. Otherwise the body is as it was sent.
    package var decodesBody = true
    /// Whether the request may reach the server twice: when a kept connection turns out to be dead, nobody can tell
    /// whether the server saw it. Nil means where the method is idempotent.
    package var mayBeRepeated: Bool?

    package init(_ method: HTTPMethod = .get, _ url: HTTPURL, headers: HTTPHeaders = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// Which redirects a request follows.
package struct HTTPRedirects: Hashable, Sendable {
    /// How many in a row. At 0 a redirect is a response like any other.
    package var maximum = 10
    /// Whether one may lead from https to http.
    package var mayLoseEncryption = false

    package init(maximum: Int = 10, mayLoseEncryption: Bool = false) {
        self.maximum = maximum
        self.mayLoseEncryption = mayLoseEncryption
    }
}
