internal import Crypto
package import DateTime

/// The key of an Azure storage account, and the signatures made with it: what Microsoft calls Shared Key, of the versions
/// from 2015-02-21 on.
///
///     string to sign = method LF
///                      the values of Content-Encoding, Content-Language, Content-Length (empty for 0), Content-MD5,
///                      Content-Type, Date, If-Modified-Since, If-Match, If-None-Match, If-Unmodified-Since, Range,
///                      each followed by LF
///                      for each field x-ms-…, in order of their lowercase names:   name ":" value LF
///                      "/" account path
///                      for each name in the query, lowercase and in order:         LF name ":" value *("," value)
///     Authorization  = "SharedKey " account ":" base64(HMAC-SHA256(key, string to sign))
package struct SharedKey: Hashable, Sendable {
    /// What a request says of itself that is to be signed.
    package struct Request: Sendable {
        package var method: String
        /// As it is sent, percent-encoding included.
        package var path: String
        /// Names and values without percent-encoding.
        package var query: [(name: String, value: String)]
        package var headers: [(name: String, value: String)]
        /// How many bytes the body has.
        package var bodySize: Int

        package init(
            method: String, path: String, query: [(name: String, value: String)],
            headers: [(name: String, value: String)], bodySize: Int
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.bodySize = bodySize
        }
    }

    package let account: String
    private let key: [UInt8]

    /// A key as it is shown to people, in base64; nil when it is not that.
    package init?(account: String, key: String) {
        guard let bytes = Base64.standard.decode(key), !bytes.isEmpty else { return nil }
        self.account = account
        self.key = bytes
    }

    /// The fields that make a request a signed one: its date and its signature. What is changed afterwards makes it
    /// invalid.
    package func additions(to request: Request, at time: Timestamp) -> [(name: String, value: String)] {
        let date = ("x-ms-date", HTTPDate.format(time))
        var dated = request
        dated.headers.append(date)
        let text = stringToSign(for: dated)
        let signature = Base64.standard.encode(HashAlgorithm.sha256.authenticationCode(for: text, key: key))
        return [date, ("Authorization", "SharedKey \(account):\(signature)")]
    }

    /// The fields whose values alone are signed; the length is known otherwise.
    private static let plainFields = [
        "content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
        "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
    ]

    func stringToSign(for request: Request) -> String {
        let headers = request.headers.map { (name: $0.name.lowercased(), value: Self.trimmed($0.value)) }
        var text = request.method + "\n"
        for name in Self.plainFields {
            if name == "content-length" {
                if request.bodySize > 0 { text += "\(request.bodySize)" }
            } else if let field = headers.first(where: { $0.name == name }) {
                text += field.value
            }
            text += "\n"
        }
        let own = headers.filter { $0.name.hasPrefix("x-ms-") }
        for (name, value) in own.sorted(by: { Self.precedes($0.name, $1.name) }) { text += "\(name):\(value)\n" }
        text += "/\(account)\(request.path)"
        let names = Set(request.query.map { $0.name.lowercased() })
        for name in names.sorted(by: Self.precedes) {
            let values = request.query.filter { $0.name.lowercased() == name }.map(\.value)
            text += "\n\(name):\(values.sorted(by: Self.precedes).joined(separator: ","))"
        }
        return text
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func trimmed(_ value: String) -> String {
        var rest = value.utf8[...]
        while rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        while rest.last == UInt8(ascii: " ") { rest = rest.dropLast() }
        return String(Substring(rest))
    }
}

extension SharedKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The account's name alone, which is no secret.
    package var description: String { "the key of the account \(account)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
