package import JSON

/// A state as it is written down: JSON, in one line.
package enum StateText {
    /// A state with more bytes is not read by anyone, and so not written either: the last one that can be read stays.
    package static let largest = 64 << 20

    /// The bytes of a state, which goes to `place`. Throws when they are too many.
    package static func bytes(
        of state: JSONValue, for place: String, atMost largest: Int = largest
    ) throws(Failure) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(state)
        writer.newline()
        guard writer.bytes.count <= largest else {
            throw Failure(
                .destination, "\(place): the state has more than \(largest >> 20) MB",
                hint: "read fewer streams from one state; slices that are not read to their ends take most of it")
        }
        return writer.bytes.withUnsafeBytes { Array($0) }
    }
}
