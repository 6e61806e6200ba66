package import JSON
internal import XML

/// Reads answers in XML as a whole.
package enum XMLTree {
    /// An object with the root element as its one member, in the form that `XMLDecoder` gives elements; nil when the text
    /// is not XML, or has more than 16 MB.
    package static func parse(_ text: [UInt8]) -> JSONValue? {
        // No element has such a name, so that everything is what stands beside the records.
        var decoder = XMLDecoder(path: ["-"], limits: XMLLimits(remainderSize: 16 << 20))
        do throws(XMLError) {
            try text.withUnsafeBufferPointer { (text) throws(XMLError) in
                var position = 0
                while try decoder.nextBatch(in: UnsafeRawBufferPointer(text), from: &position) != nil {}
            }
            return JSONValue(try decoder.finish().remainder.root)
        } catch {
            return nil
        }
    }
}
