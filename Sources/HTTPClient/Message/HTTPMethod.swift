/// The method of a request.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    package static let get = HTTPMethod(checked: "GET")
    package static let head = HTTPMethod(checked: "HEAD")
    package static let post = HTTPMethod(checked: "POST")
    package static let put = HTTPMethod(checked: "PUT")
    package static let patch = HTTPMethod(checked: "PATCH")
    package static let delete = HTTPMethod(checked: "DELETE")

    /// The method as it is sent.
    package let description: String

    /// A method by its name, which is case-sensitive; nil when that is not a token (RFC 9110, section 5.6.2).
    package init?(_ name: String) {
        guard name.isToken else { return nil }
        description = name
    }

    private init(checked name: String) {
        description = name
    }

    /// Whether sending a request twice has the effect of sending it once (RFC 9110, section 9.2.2).
    package var isIdempotent: Bool {
        ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(description)
    }

    /// Whether a request has a body even where none is given, so that its length of 0 must be said.
    var hasBody: Bool {
        ["POST", "PUT", "PATCH"].contains(description)
    }
}

extension String {
    /// Whether this can be a method or the name of a header field.
    var isToken: Bool {
        !isEmpty && utf8.allSatisfy { $0.isLetter || $0.isDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }
}
