/// A link as a `Link` header has it (RFC 8288, section 3).
///
///     <https://api.example.com/items?page=2>; rel="next last"; title="a, b", </items>; rel=first
struct WebLink: Hashable {
    /// What stands between the angle brackets: a URL or a relative reference.
    let target: String
    /// The words of the first `rel`; that there is another does not count.
    let relations: [String]

    /// Whether one of the relations is this one, whatever the case.
    func has(relation: String) -> Bool {
        relations.contains { $0.lowercased() == relation.lowercased() }
    }

    /// The links in a header's value. What is no link is skipped up to the next comma.
    static func links(in header: String) -> [WebLink] {
        var parser = Parser(rest: Substring(header).utf8)
        var links: [WebLink] = []
        while !parser.rest.isEmpty {
            if let link = parser.link() { links.append(link) }
            parser.skipToNextLink()
        }
        return links
    }
}

private struct Parser {
    var rest: Substring.UTF8View

    mutating func link() -> WebLink? {
        skipSpace()
        guard skip(UInt8(ascii: "<")), let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let target = String(Substring(rest[..<end]))
        rest = rest[rest.index(after: end)...]
        var relations: [String]?
        while let (name, value) = parameter() {
            guard name.lowercased() == "rel", relations == nil else { continue }
            relations = value.utf8.split { $0 == UInt8(ascii: " ") || $0 == 0x09 }.map { String(Substring($0)) }
        }
        return WebLink(target: target.trimmed, relations: relations ?? [])
    }

    /// The next parameter of a link; nil where there are no more. One without a value has the empty one.
    private mutating func parameter() -> (name: String, value: String)? {
        skipSpace()
        guard skip(UInt8(ascii: ";")) else { return nil }
        skipSpace()
        let name = word()
        skipSpace()
        guard skip(UInt8(ascii: "=")) else { return (name, "") }
        skipSpace()
        return (name, skip(UInt8(ascii: "\"")) ? quoted() : word())
    }

    private mutating func word() -> String {
        let end = rest.firstIndex { ";,= \t".utf8.contains($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return String(Substring(rest[..<end]))
    }

    /// Reads behind a quote up to the one that ends the text.
    private mutating func quoted() -> String {
        var text: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                text.append(escaped)
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func skipToNextLink() {
        while let byte = rest.popFirst(), byte != UInt8(ascii: ",") {
            if byte == UInt8(ascii: "\"") { _ = quoted() }
        }
    }

    private mutating func skipSpace() {
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == 0x09 { rest.removeFirst() }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }
}

extension String {
    /// The text without spaces around it.
    fileprivate var trimmed: String {
        let bytes = utf8.drop { $0 == UInt8(ascii: " ") }
        let end = bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { bytes.index(after: $0) } ?? bytes.endIndex
        return String(Substring(bytes[..<end]))
    }
}
