/// Why a request got no usable response. A response with an error status is a response.
///
/// No text here holds a header's value, a body, a password, or the value of a query parameter.
package struct HTTPError: Error, Hashable, Sendable {
    /// The kinds of cause.
    package enum Kind: Hashable, Sendable {
        /// The address cannot be requested, for the reason given.
        case invalidURL(String)
        /// The request cannot be sent, for the reason given.
        case invalidRequest(String)
        /// Nobody knows the host, or no name server answered.
        case nameResolution
        /// No connection came about.
        case connect(String)
        /// No encrypted connection came about, or the server is not who it should be.
        case tls(String)
        /// Time ran out.
        case timeout(Timeout)
        /// The connection ended before the response began.
        case connectionLost
        /// The response ended before its end: fewer bytes than promised, a last chunk that never came.
        case truncated
        /// The body exceeds the limit, in bytes.
        case tooLarge(limit: Int)
        /// More redirects in a row than allowed.
        case tooManyRedirects(limit: Int)
        /// A redirect that is not followed.
        case redirect(String)
        /// The task was cancelled.
        case cancelled
        /// The server does not speak HTTP as it should, or sent a body that is damaged.
        case `protocol`(String)
        /// Anything else, in libcurl's or the system's words.
        case other(String)
    }

    /// Which time ran out.
    package enum Timeout: Hashable, Sendable {
        /// That for the connection.
        case connect
        /// That for everything.
        case total
        /// That for a server that sends nothing.
        case stall
    }

    package let kind: Kind
    /// The method of the request; nil where there was only a URL.
    package let method: HTTPMethod?
    /// The URL concerned, without the secrets in it.
    package let url: String
    /// Whether the server may have seen the request, so that sending it again may have its effect twice.
    package let wasSent: Bool

    /// An error from its parts. `url` is shown as it is.
    package init(_ kind: Kind, method: HTTPMethod? = nil, url: String, wasSent: Bool = false) {
        self.kind = kind
        self.method = method
        self.url = url
        self.wasSent = wasSent
    }
}

extension HTTPError: CustomStringConvertible {
    /// One sentence for a person: the request and what became of it.
    package var description: String {
        "\(method.map { "\($0) " } ?? "")\(url): \(kind)"
    }
}

extension HTTPError.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidURL(let reason): "not a usable URL: \(reason)"
        case .invalidRequest(let reason): "the request cannot be sent: \(reason)"
        case .nameResolution: "the host name could not be resolved"
        case .connect(let reason): "could not connect (\(reason))"
        case .tls(let reason): "no trustworthy TLS connection (\(reason))"
        case .timeout(.connect): "no connection within the time allowed for it"
        case .timeout(.total): "not finished within the time allowed"
        case .timeout(.stall): "the server stopped sending"
        case .connectionLost: "the server closed the connection without an answer"
        case .truncated: "the response ended too soon"
        case .tooLarge(let limit): "the response exceeds the limit of \(limit) bytes"
        case .tooManyRedirects(let limit): "more than \(limit) redirects in a row"
        case .redirect(let reason): "redirected \(reason)"
        case .cancelled: "cancelled"
        case .protocol(let reason): "not a valid HTTP response (\(reason))"
        case .other(let reason): reason
        }
    }
}
