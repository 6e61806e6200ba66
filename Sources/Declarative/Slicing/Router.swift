internal import Connector
internal import JSON
internal import Templates

/// One of the things that split a stream: it yields values, of which each makes a slice, or with other routers a part of
/// several.
protocol Router: Sendable {
    /// Whether its templates use `state.cursor`.
    var usesCursor: Bool { get }

    /// Hands over the parts in groups, in an order that stays the same, from the first or from a group's position.
    func groups(
        _ reading: RouterReading, from position: JSONObject?,
        _ deliver: (PartGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd
}

/// What a router works with.
struct RouterReading: Sendable {
    /// With the values of the routers before it, and `state` where it uses the cursor.
    var context: TemplateContext
    var parents: any ParentReader
    var deadline: Deadline
}

/// What one router contributes to a slice.
struct SlicePart: Hashable, Sendable {
    /// The values that tell it from the router's other parts, in order.
    var identity: JSONObject
    /// All values, as templates see them.
    var values: JSONObject
    /// What a cursor has reached when the slice is complete.
    var reaches: JSONValue?

    /// A part whose values all tell it from others.
    init(_ values: JSONObject) {
        self.init(identity: values, values: values)
    }

    /// A part from its parts.
    init(identity: JSONObject, values: JSONObject, reaches: JSONValue? = nil) {
        self.identity = identity
        self.values = values
        self.reaches = reaches
    }

    /// This part with that of a later router.
    func combined(with other: SlicePart) -> SlicePart {
        var both = self
        for member in other.identity { both.identity[member.key] = member.value }
        for member in other.values { both.values[member.key] = member.value }
        both.reaches = reaches ?? other.reaches
        return both
    }
}

/// Parts that follow one another.
struct PartGroup: Hashable, Sendable {
    /// How many parts make a group where nothing else does.
    static let size = 100

    var parts: [SlicePart]
    /// Where the router begins so that this group comes again, then those behind it.
    var position: JSONObject
    /// What was left out because of errors where these parts come from.
    var errorCount = 0
    var notes: [String] = []
}

/// Reads the streams that other streams take their slices from: whole, whatever their cursors are.
protocol ParentReader: Sendable {
    /// Hands over the slices of a stream; one for a stream that has no partitions.
    func slices(
        ofParent stream: String, from position: JSONObject?, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd

    /// Hands over the pages of one of these slices.
    func pages(
        of slice: Slice, inParent stream: String, from position: Position, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd
}

extension ReadingEnd {
    /// The end of a reading that was to begin at a position that cannot be read, or leads nowhere any more.
    static func unknownPosition(of what: String) -> ReadingEnd {
        .stalePosition(Failure(.data, "the position of \(what) is not known any more"))
    }
}
