package import JSON

/// A place in the scan of a slice.
package struct Position: Hashable, Sendable {
    /// Where the page begins, in the source's own terms; empty for the first page.
    package var place: JSONObject
    /// How many records of the page were already handed over.
    package var skip: Int

    /// A place, some records further on.
    package init(_ place: JSONObject = [:], skip: Int = 0) {
        self.place = place
        self.skip = skip
    }

    /// The beginning of a scan.
    package static let start = Position()
}

extension Position {
    /// The position as a state holds it.
    package var json: JSONObject {
        var object = place
        if skip > 0 { object["skip"] = .integer(Int64(skip)) }
        return object
    }

    /// A position as `json` made it; nil when it cannot be one.
    package init?(json: JSONObject) {
        var place = json
        place["skip"] = nil
        guard let skip = json["skip"] else {
            self.init(place)
            return
        }
        guard case .integer(let count) = skip, count >= 0, let count = Int(exactly: count) else { return nil }
        self.init(place, skip: count)
    }
}

/// Records that follow one another in the scan of a slice: those of one answer, or some of those of a large one.
package struct Page: Sendable {
    /// The records, without those that are older than the cursor where the source cannot tell them apart itself.
    package var records: RecordBatch
    /// Where these records begin.
    package var start: Position
    /// Where the next ones begin; nil when these were the last.
    package var next: Position?
    /// The largest cursor among these records; nil where there is none.
    package var reached: Cursor?
    /// The same for the first so many of them, where not all are wanted.
    package var reachedWithin: @Sendable (_ count: Int) -> Cursor? = { _ in nil }
    /// Whether the slice ends here although it has more records, because of errors: how far it was read says nothing then.
    package var leavesGap = false
    /// How many answers or records were left out because of errors.
    package var errorCount = 0
    /// What a person should know about what was left out.
    package var notes: [String] = []
    /// Whether these are the last records of an answer.
    package var endsAnswer = true

    /// A page from its parts.
    package init(records: RecordBatch, start: Position, next: Position?, reached: Cursor? = nil) {
        self.records = records
        self.start = start
        self.next = next
        self.reached = reached
    }
}

/// Where and after what a slice is read.
package struct ScanStart: Hashable, Sendable {
    package var position: Position
    /// What was reached by complete scans; older records are not wanted.
    package var cursor: Cursor?

    /// A start from its parts.
    package init(_ position: Position = .start, after cursor: Cursor? = nil) {
        self.position = position
        self.cursor = cursor
    }
}
