/// One field of a header.
package struct HTTPHeader: Hashable, Sendable {
    package let name: String
    package let value: String
    /// Whether the value is for the server the request is addressed to and nobody else: a redirect to another origin
    /// drops it. `Authorization` and `Cookie` are credentials without being marked.
    package let isCredential: Bool

    /// A field as given; whether it can be sent is checked when it is.
    package init(_ name: String, _ value: String, isCredential: Bool = false) {
        self.name = name
        self.value = value
        self.isCredential = isCredential || Self.credentials.contains(name.lowercased())
    }

    private static let credentials: Set<String> = ["authorization", "cookie", "proxy-authorization"]

    /// Whether the value has nothing that would end the field (RFC 9110, section 5.5).
    var canBeSent: Bool {
        !value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }
}

/// The fields of a header, in order, repeated names included. Names are found whatever their case.
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByArrayLiteral {
    package private(set) var fields: [HTTPHeader]

    package init(_ fields: [HTTPHeader] = []) {
        self.fields = fields
    }

    package init(arrayLiteral fields: HTTPHeader...) {
        self.fields = fields
    }

    /// The value of the first field of that name.
    package subscript(name: String) -> String? {
        fields.first { $0.name.equalsIgnoringCase(name) }?.value
    }

    /// The values of all fields of that name.
    package func values(of name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    package mutating func append(_ field: HTTPHeader) {
        fields.append(field)
    }

    /// Removes the fields of that name, if there are any.
    package mutating func remove(_ name: String) {
        fields.removeAll { $0.name.equalsIgnoringCase(name) }
    }

    mutating func removeCredentials() {
        fields.removeAll(where: \.isCredential)
    }

    /// Continues the value of the last field.
    mutating func extendLast(by text: String) {
        guard let last = fields.popLast() else { return }
        fields.append(HTTPHeader(last.name, last.value + " " + text, isCredential: last.isCredential))
    }
}

extension StringProtocol {
    /// Compares as HTTP compares names: the letters of ASCII in either case.
    func equalsIgnoringCase(_ other: some StringProtocol) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0 == $1 || ($0 ^ $1) == 0x20 && $0.isLetter }
    }
}
