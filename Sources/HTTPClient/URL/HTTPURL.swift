/// The address of something on an HTTP server, as it can be requested: no fragment, a host, nothing left to guess.
///
/// Characters that may not stand in a path or query are percent-encoded rather than refused, because that is how
/// servers and people write them; scheme and host are lowercased.
package struct HTTPURL: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http
        case https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// The name and password before the host, as they stand there. Both are secrets.
    package internal(set) var userInformation: String?
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    package let host: String
    /// The port, where one is given that is not the scheme's own.
    package let port: Int?
    /// The path, which begins with a slash.
    package let path: String
    /// What stands behind the question mark.
    package internal(set) var query: String?

    /// Reads an absolute URL; throws an `HTTPError` of kind `invalidURL` that names the fault.
    package init(_ text: String) throws(HTTPError) {
        if let plain = HTTPURL(plain: text) {
            self = plain
            return
        }
        do throws(Fault) {
            try self.init(URLReference(text))
        } catch {
            throw HTTPError(.invalidURL(error.reason), url: HTTPURL.redacted(text))
        }
    }

    /// What `reference` means on a page at this address; throws as `init(_:)` does.
    package func resolving(_ reference: String) throws(HTTPError) -> HTTPURL {
        if let plain = HTTPURL(plain: reference) { return plain }
        do throws(Fault) {
            let target = URLReference(reference)
            // Most next pages are named by whole addresses, which need nothing of this one.
            let base = target.scheme == nil ? URLReference(description) : target
            return try HTTPURL(target.resolved(against: base))
        } catch {
            throw HTTPError(.invalidURL(error.reason), url: HTTPURL.redacted(reference))
        }
    }

    /// Whether both name the same scheme, host and port (RFC 6454), so that what is meant for one may go to the other.
    package func hasOrigin(of other: HTTPURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }
}

extension HTTPURL: CustomStringConvertible {
    /// The whole address, secrets included: for the wire, not for people.
    package var description: String {
        text(userInformation: userInformation, query: query)
    }

    func text(userInformation: String?, query: String?) -> String {
        var text = scheme.rawValue + "://"
        if let userInformation { text += userInformation + "@" }
        text += host
        if let port { text += ":\(port)" }
        text += path
        if let query { text += "?" + query }
        return text
    }
}
