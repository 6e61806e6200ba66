extension YAMLNode {
    /// How deep sequences and mappings may be nested, aliases expanded.
    package static var maximumDepth: Int { 100 }

    /// How many keys and values a document may have, aliases expanded: the bound against "billion laughs".
    package static var maximumCount: Int { 100_000 }

    /// Parses a text that holds one document.
    ///
    /// Scalars follow the core schema of YAML 1.2, so `no`, `on`, `12:30` and `2024-01-01` are strings; anchors, aliases
    /// and merge keys work. A text without any content is a null. What a JSON value cannot hold (`.inf`, `.nan`), tags other
    /// than those of the core schema, keys that are not scalars and keys that stand twice are errors.
    ///
    /// - Throws: Everything that is wrong, up to 100 errors, in the order of the text. The first error of syntax ends the
    ///   search.
    package static func parse(_ text: String) throws(YAMLErrors) -> YAMLNode {
        var text = text
        return try text.withUTF8 { DocumentComposer.compose(UnsafeRawBufferPointer($0)) }.get()
    }

    /// Parses UTF-8 bytes that hold one document, with or without a byte order mark. See `parse(_:)` for text.
    package static func parse(_ bytes: [UInt8]) throws(YAMLErrors) -> YAMLNode {
        try bytes.withUnsafeBytes { DocumentComposer.compose($0) }.get()
    }
}
