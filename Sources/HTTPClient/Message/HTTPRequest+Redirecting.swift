extension HTTPRequest {
    /// The request that `response` sends us on with; nil when it does not, or when redirects are not followed.
    ///
    /// Credentials stay with the origin they were meant for. Throws when the target is no HTTP URL or may not be
    /// gone to.
    func redirected(by response: HTTPResponseHead) throws(ExchangeFailure) -> HTTPRequest? {
        guard isRedirect(response), let location = response.headers["Location"] else { return nil }
        var next = self
        do {
            next.url = try url.resolving(location)
        } catch {
            throw ExchangeFailure(.redirect("to \(error.url): that is no URL that can be followed"), wasSent: true)
        }
        if url.scheme == .https, next.url.scheme == .http, !redirects.mayLoseEncryption {
            throw ExchangeFailure(.redirect("to \(next.url.redacted): that would not be encrypted"), wasSent: true)
        }
        if changesToGet(response.status) { next.becomeGet() }
        if next.url.hasOrigin(of: url) {
            next.url.userInformation = next.url.userInformation ?? url.userInformation
        } else {
            next.headers.removeCredentials()
            next.headers.remove("Host")
            if next.body != nil, bodyIsCredential {
                let reason = "to \(next.url.redacted): the body is meant for its own server only"
                throw ExchangeFailure(.redirect(reason), wasSent: true)
            }
        }
        return next
    }

    /// Whether `response` is one that is followed rather than handed over.
    func isRedirect(_ response: HTTPResponseHead) -> Bool {
        redirects.maximum > 0 && [301, 302, 303, 307, 308].contains(response.status)
            && response.headers["Location"] != nil
    }

    /// What browsers do: the older codes turn a POST into a GET, 303 turns everything into one.
    private func changesToGet(_ status: Int) -> Bool {
        switch status {
        case 301, 302: method == .post
        case 303: method != .head
        default: false
        }
    }

    private mutating func becomeGet() {
        method = .get
        body = nil
        for name in ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Location"] {
            headers.remove(name)
        }
    }
}
