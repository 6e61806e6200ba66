internal import Spelling

extension HTTPURL {
    /// The address for messages and logs: user, password and every value of the query are `***`.
    package var redacted: String {
        text(userInformation: userInformation.map { _ in "***" }, query: query.map(Self.redactedQuery))
    }

    /// The same for a text that may be no URL at all: what looks like a secret place is covered.
    static func redacted(_ text: String) -> String {
        var reference = URLReference(text)
        if let authority = reference.authority, let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
            reference.authority = "***" + authority[at...]
        } else if reference.path.utf8.contains(UInt8(ascii: "@")) {
            reference.path = "***"
        }
        reference.query = reference.query.map(redactedQuery)
        reference.fragment = reference.fragment.map { _ in "***" }
        return reference.description.shortened
    }

    private static func redactedQuery(_ query: String) -> String {
        query.utf8.split(separator: UInt8(ascii: "&")).map { item in
            let name = item.firstIndex(of: UInt8(ascii: "=")).map { String(Substring(item[..<$0])) + "=" } ?? ""
            return name + "***"
        }.joined(separator: "&")
    }
}
