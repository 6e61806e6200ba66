/// What asks for the page that begins with a record.
///
///     500             the page from record 500 on; it never expires
///     500.17.9f3c     the same, handed out by request 17 of the server that calls itself 9f3c
///
struct PageToken: Hashable, CustomStringConvertible {
    var number: Int
    var issue: Issue?

    /// Who handed out a token, and when.
    struct Issue: Hashable {
        /// The number of the request.
        var request: Int
        var server: UInt64
    }

    /// There are not so many records, however large the demo is.
    private static let bound = 1_000_000_000_000

    init(number: Int, issue: Issue?) {
        self.number = number
        self.issue = issue
    }

    /// Reads a token; nil when a text is none.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 3, let number = Int(parts[0]), (1...Self.bound).contains(number) else {
            return nil
        }
        var issue: Issue?
        if parts.count == 3 {
            guard let request = Int(parts[1]), request >= 0, let server = UInt64(parts[2], radix: 16) else {
                return nil
            }
            issue = Issue(request: request, server: server)
        }
        self.init(number: number, issue: issue)
    }

    var description: String {
        guard let issue else { return String(number) }
        return "\(number).\(issue.request).\(String(issue.server, radix: 16))"
    }

    /// Whether the token has expired when a server gets it with a request, and tokens live for so many requests. One that
    /// another server handed out has expired with that server.
    func isExpired(at now: Issue, lifetime: Int) -> Bool {
        guard lifetime > 0 else { return false }
        guard let issue, issue.server == now.server else { return true }
        return now.request - issue.request > lifetime
    }
}
