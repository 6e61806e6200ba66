package import JSON

/// A part of a stream that is read by itself, from its first page to its last.
package struct Slice: Hashable, Sendable {
    /// What tells it from all other slices of the stream; empty where the stream is one slice.
    package var id: String
    /// The values that make the slice, as templates see them.
    package var values: JSONObject
    /// Which cursor is the slice's: its own, where this is its id, or one that it shares with others.
    package var cursorKey: String
    /// What the cursor has reached when the slice is complete, even if it had no records.
    package var reaches: JSONValue?

    /// A slice from its parts.
    package init(id: String, values: JSONObject, cursorKey: String, reaches: JSONValue? = nil) {
        self.id = id
        self.values = values
        self.cursorKey = cursorKey
        self.reaches = reaches
    }

    /// All of a stream.
    package static let whole = Slice(id: "", values: [:], cursorKey: "")
}

/// Slices that follow one another.
package struct SliceGroup: Sendable {
    package var slices: [Slice]
    /// Where to begin so that this group comes again, then the groups behind it.
    package var position: JSONObject
    /// How many answers or records were left out because of errors where these slices, or others between them and those
    /// before, would have come from.
    package var errorCount = 0
    /// What a person should know about what was left out.
    package var notes: [String] = []

    /// A group from its parts.
    package init(slices: [Slice], position: JSONObject) {
        self.slices = slices
        self.position = position
    }
}

/// Where the slices of a stream begin.
package struct SlicingStart: Sendable {
    /// The position of a group that was handed over earlier; nil for the first.
    package var position: JSONObject?
    /// The cursors the stream has, by their keys.
    package var cursors: @Sendable (_ key: String) -> Cursor?

    /// A start from its parts.
    package init(position: JSONObject? = nil, cursors: @escaping @Sendable (_ key: String) -> Cursor? = { _ in nil }) {
        self.position = position
        self.cursors = cursors
    }
}
