internal import JSON
internal import Spelling
internal import YAML

extension Format where Value == String {
    /// A connector's name, which people type and files carry.
    static let connectorName = name.checked { $0.connectorNameFault }.annotated(["pattern": "^[a-z0-9_-]+$"])

    /// A stream's name, which is also the name of a folder.
    static let streamName = name.checked { name in
        let isPlain = name.isMadeOf { byte in
            byte.isLetter || byte.isDigit || "-_.".utf8.contains(byte)
        }
        return isPlain && !name.hasPrefix(".")
            ? nil
            : "`\(name.shortened)` is no name for a stream; use letters, digits, dashes, underscores and, inside, dots"
    }.annotated(["pattern": "^[A-Za-z0-9_-][A-Za-z0-9_.-]*$"])

    /// The name of a stream whose records make slices. Whether there is one is checked when all streams are read.
    static let parentStream = Format(schema: streamName.schema) { (node, reading) in
        let name = streamName.read(node, &reading)
        if let name { reading.noteParent(name, at: node.position) }
        return name
    }

    /// The name of a header (RFC 9110, section 5.1).
    static let headerName = name.checked {
        $0.isHeaderName ? nil : "`\($0.shortened)` cannot be the name of a header"
    }

    /// A name that templates can use behind `partition.`.
    static let fieldName = name.checked { $0.fieldNameFault }.annotated(["pattern": "^[A-Za-z_][A-Za-z0-9_]*$"])
}

extension String {
    /// Why the text cannot be a connector's name; nil when it can.
    var connectorNameFault: String? {
        isMadeOf { $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            ? nil : "`\(shortened)` is no name for a connector; use lower-case letters, digits, dashes and underscores"
    }

    /// Why the text cannot be the name of a configuration field; nil when it can.
    var configurationNameFault: String? {
        isMadeOf { $0.isLetter || $0.isDigit || "_-.".utf8.contains($0) }
            ? nil : "`\(shortened)` is no name for a field; use letters, digits, underscores, dashes and dots"
    }

    /// Why the text cannot be the name of a slice's value; nil when it can.
    var fieldNameFault: String? {
        isMadeOf { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") } && utf8.first?.isDigit == false
            ? nil : "`\(shortened)` is no name for a value; use letters, digits and underscores, a letter first"
    }

    var isHeaderName: Bool {
        isMadeOf { $0.isLetter || $0.isDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }

    fileprivate func isMadeOf(_ belongs: (UInt8) -> Bool) -> Bool {
        !isEmpty && utf8.allSatisfy(belongs)
    }
}

extension UInt8 {
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isLetter: Bool { (self | 0x20).isLowercaseLetter }
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
