/// A URL or relative reference cut into its five parts (RFC 3986, section 4.1), with no opinion on any of them.
///
///     reference = [ scheme ":" ] [ "//" authority ] path [ "?" query ] [ "#" fragment ]
///
/// Every text is a reference: what is missing is nil, and an empty part is not a missing one.
package struct URLReference: Hashable, Sendable {
    package var scheme: String?
    package var authority: String?
    package var path: String
    package var query: String?
    package var fragment: String?

    /// Cuts `text` at the delimiters.
    package init(_ text: String) {
        var rest = Substring(text)
        fragment = rest.cutOff(from: "#")
        query = rest.cutOff(from: "?")
        if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
            scheme = String(rest[..<colon])
            rest = rest[rest.utf8.index(after: colon)...]
        }
        if rest.utf8.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        }
        path = String(rest)
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first.isLetter else { return false }
        return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
    }
}

extension URLReference: CustomStringConvertible {
    /// The parts put together again (RFC 3986, section 5.3).
    package var description: String {
        var text = scheme.map { $0 + ":" } ?? ""
        if let authority { text += "//" + authority }
        text += path
        if let query { text += "?" + query }
        if let fragment { text += "#" + fragment }
        return text
    }
}

extension Substring {
    /// Removes everything from the first `delimiter` on and returns what stood behind it.
    fileprivate mutating func cutOff(from delimiter: Unicode.Scalar) -> String? {
        guard let place = utf8.firstIndex(of: UInt8(ascii: delimiter)) else { return nil }
        defer { self = self[..<place] }
        return String(self[utf8.index(after: place)...])
    }
}
