/// An `HTTPError` that does not know yet which request it is about.
struct ExchangeFailure: Error, Hashable {
    var kind: HTTPError.Kind
    var wasSent: Bool

    init(_ kind: HTTPError.Kind, wasSent: Bool) {
        self.kind = kind
        self.wasSent = wasSent
    }

    func error(for request: HTTPRequest) -> HTTPError {
        HTTPError(kind, method: request.method, url: request.url.redacted, wasSent: wasSent)
    }
}
