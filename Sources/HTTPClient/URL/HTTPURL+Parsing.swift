extension HTTPURL {
    /// Why a text is no address.
    struct Fault: Error {
        var reason: String
    }

    init(_ reference: URLReference) throws(Fault) {
        guard !reference.description.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw Fault(reason: "it contains a control character, such as a line end")
        }
        guard let name = reference.scheme else { throw Fault(reason: "it does not begin with https:// or http://") }
        guard let scheme = Scheme(rawValue: name.lowercased()) else {
            throw Fault(reason: "the scheme is neither https nor http")
        }
        guard let authority = reference.authority, !authority.isEmpty else { throw Fault(reason: "it names no host") }
        let parts = try Self.parts(of: Substring(authority))
        self.scheme = scheme
        userInformation = parts.userInformation
        host = parts.host
        port = parts.port == scheme.defaultPort ? nil : parts.port
        path = reference.path.isEmpty ? "/" : PercentEncoding.repaired(reference.path)
        query = reference.query.map(PercentEncoding.repaired)
    }

    private static func parts(
        of authority: Substring
    ) throws(Fault) -> (userInformation: String?, host: String, port: Int?) {
        var rest = authority
        var userInformation: String?
        if let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) {
            userInformation = try checkedUserInformation(rest[..<at])
            rest = rest[rest.utf8.index(after: at)...]
        }
        let hostEnd: Substring.Index
        if rest.utf8.first == UInt8(ascii: "[") {
            guard let bracket = rest.utf8.firstIndex(of: UInt8(ascii: "]")) else {
                throw Fault(reason: "the bracket before the IPv6 address is not closed")
            }
            hostEnd = rest.utf8.index(after: bracket)
            let address = rest[..<hostEnd].utf8.dropFirst().dropLast()
            guard address.contains(UInt8(ascii: ":")), address.allSatisfy({ $0.isHexDigit || ":.".utf8.contains($0) })
            else { throw Fault(reason: "there is no IPv6 address between the brackets") }
        } else {
            hostEnd = rest.utf8.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            try checkName(rest[..<hostEnd])
        }
        let port = try port(in: rest[hostEnd...])
        return (userInformation, rest[..<hostEnd].lowercased(), port)
    }

    private static func checkedUserInformation(_ text: Substring) throws(Fault) -> String? {
        let isValid = text.utf8.allSatisfy { byte in
            PercentEncoding.isUnreserved(byte) || PercentEncoding.isSubDelimiter(byte) || ":%".utf8.contains(byte)
        }
        guard isValid else {
            throw Fault(reason: "the name or password before the host has a character that must be percent-encoded")
        }
        return text.isEmpty ? nil : String(text)
    }

    private static func checkName(_ name: Substring) throws(Fault) {
        guard !name.isEmpty else { throw Fault(reason: "it names no host") }
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Fault(reason: "the host is not in ASCII: write international names in their xn-- form")
        }
        guard name.utf8.allSatisfy(PercentEncoding.isUnreserved) else {
            throw Fault(reason: "the host has a character that no host name has")
        }
    }

    private static func port(in text: Substring) throws(Fault) -> Int? {
        let digits = text.dropFirst()
        guard text.isEmpty || text.utf8.first == UInt8(ascii: ":") else {
            throw Fault(reason: "something other than a port follows the IPv6 address")
        }
        if digits.isEmpty { return nil }
        guard digits.utf8.allSatisfy(\.isDigit), let port = UInt16(digits) else {
            throw Fault(reason: "the port is not a number from 0 to 65535")
        }
        return Int(port)
    }
}
