/// What a signature is calculated over, as it goes over the wire.
package struct SignableRequest: Sendable {
    package var method: String
    /// The host as the field `Host` says it: with the port, unless that is the scheme's own.
    package var host: String
    /// The path of the request line, which begins with a slash, percent-encoded as it is sent. Characters that should
    /// have been encoded are signed as if they were.
    package var path: String
    /// What stands behind the question mark of the request line; nil for nothing. A plus there is a space.
    package var query: String?
    /// The other fields that are to be signed, in the order in which they are sent.
    package var headers: [(name: String, value: String)]

    /// A request from its parts.
    package init(
        method: String, host: String, path: String = "/", query: String? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
    }
}
