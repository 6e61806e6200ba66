internal import CCurl

/// What libcurl says about a transfer that did not succeed.
struct TransferOutcome {
    var code: CURLcode
    /// libcurl's sentence about this very failure, if it has one.
    var detail = ""
    /// Whether the connection, TLS included, was ready for the request.
    var wasConnected = false
    /// Whether anything of a request was written.
    var wroteRequest = false
    var hasHead = false
    /// Whether the time for everything is over.
    var isOverdue = false

    /// The failure in our terms.
    var failure: ExchangeFailure {
        ExchangeFailure(kind, wasSent: wasConnected && wroteRequest || hasHead)
    }

    private var kind: HTTPError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .nameResolution
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .connect(text)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            .tls(text)
        case CURLE_OPERATION_TIMEDOUT: .timeout(isOverdue ? .total : wasConnected ? .stall : .connect)
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_SEND_FAIL_REWIND:
            // A chunk that is none has no code of its own.
            hasHead && detail.holds("chunk")
                ? .protocol(text) : hasHead ? .truncated : wasConnected ? .connectionLost : .connect(text)
        case CURLE_UNSUPPORTED_PROTOCOL: .protocol("it does not begin as a response of HTTP does")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .protocol(text)
        default: .other(text)
        }
    }

    /// libcurl's sentence, unless there is a URL in it, which may hold a password of a proxy.
    private var text: String {
        detail.isEmpty || detail.holds("://") ? String(cString: curl_easy_strerror(code)) : detail
    }
}

extension String {
    fileprivate func holds(_ part: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount)
        return utf8.indices.contains { utf8[$0...].starts(with: wanted) }
    }
}
