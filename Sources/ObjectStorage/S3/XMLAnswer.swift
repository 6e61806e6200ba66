internal import JSON
internal import XML

/// An answer in XML: its root element.
struct XMLAnswer {
    let name: String
    private let root: JSONValue

    /// Reads an answer; nil when it is not XML.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, let value = Self.parse(bytes) else { return nil }
        // The names of elements with attributes stay; the namespace of S3's answers is one.
        guard let member = value.object?.first else { return nil }
        name = member.key
        root = member.value
    }

    private static func parse(_ bytes: [UInt8]) -> JSONValue? {
        var decoder = XMLDecoder(path: ["-"], limits: XMLLimits(remainderSize: 16 << 20))
        do throws(XMLError) {
            var position = 0
            try bytes.withUnsafeBufferPointer { (bytes) throws(XMLError) in
                while try decoder.nextBatch(in: UnsafeRawBufferPointer(bytes), from: &position) != nil {}
            }
            return JSONValue(try decoder.finish().remainder.root)
        } catch {
            return nil
        }
    }

    /// The text of an element directly in the root.
    subscript(name: String) -> String? { root[name]?.string }

    /// The elements of a name directly in the root.
    func elements(_ name: String) -> [JSONValue] {
        guard let value = root[name] else { return [] }
        return value.array ?? [value]
    }
}
