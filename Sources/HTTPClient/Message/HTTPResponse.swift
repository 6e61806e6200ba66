package import JSON

/// What a server answers before the body.
package struct HTTPResponseHead: Hashable, Sendable {
    /// From 200 to 999; interim answers are not handed over.
    package let status: Int
    package let headers: HTTPHeaders
    /// Where the answer came from, after redirects.
    package internal(set) var url: HTTPURL

    /// A head from its parts, as it is when a response is replayed.
    package init(status: Int, headers: HTTPHeaders, url: HTTPURL) {
        self.status = status
        self.headers = headers
        self.url = url
    }
}

/// A whole response. The body is in the buffer it was received in, which the JSON parser can read as it is.
package struct HTTPResponse: ~Copyable, Sendable {
    package let head: HTTPResponseHead
    package var body: PaddedBytes

    /// A response from its parts, as it is when it is replayed.
    package init(head: HTTPResponseHead, body: consuming PaddedBytes) {
        self.head = head
        self.body = body
    }

    package var status: Int { head.status }
    package var headers: HTTPHeaders { head.headers }

    /// The body alone.
    package consuming func takeBody() -> PaddedBytes {
        body
    }
}

/// A response whose body is whole if it is not too large for that.
package enum CollectedResponse: ~Copyable, Sendable {
    case whole(HTTPResponse)
    case stream(HTTPStream)
}
