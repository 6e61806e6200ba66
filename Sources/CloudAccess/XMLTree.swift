internal import JSON
internal import XML

/// Reads small answers in XML as a whole.
enum XMLTree {
    /// An object with the root element as its one member, in the form that `XMLDecoder` gives elements; nil when the text
    /// is not XML.
    static func parse(_ text: [UInt8]) -> JSONValue? {
        // No element has such a name, so that everything is what stands beside the records.
        var decoder = XMLDecoder(path: [":"])
        do throws(XMLError) {
            try PaddedBytes(text).withUnsafeBytes { (bytes) throws(XMLError) in
                var position = 0
                while try decoder.nextBatch(in: bytes, from: &position) != nil {}
            }
            return JSONValue(try decoder.finish().remainder.root)
        } catch {
            return nil
        }
    }
}
