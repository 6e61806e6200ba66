package import DateTime
package import JSON
package import Templates

/// How a stream is read again without what was read before.
package struct Incremental: Hashable, Sendable {
    /// How the source is told what is wanted.
    package enum Filter: Hashable, Sendable {
        /// A parameter carries the cursor.
        case parameter(String, RequestLocation)
        /// A template of the request uses `state.cursor`.
        case template
        /// The source cannot filter: everything is asked for, and what is not newer is dropped here.
        case client
    }

    /// Where a record has the value that says how new it is.
    package var cursorPath: JSONPath
    package var filter: Filter
    /// How the cursor is written in requests; nil for as it stands in the records.
    package var format: CursorFormat?
    /// What is sent while there is no cursor.
    package var start: Template?
    /// How far behind the cursor to ask again.
    package var lookback: Duration = .zero
    /// The parameter that carries the upper bound, and the bound.
    package var end: UpperBound?
    /// Whether the source's filter includes records exactly at the cursor.
    package var isInclusive = true

    package struct UpperBound: Hashable, Sendable {
        package var parameter: String
        /// Nil for the moment the sync began.
        package var value: Template?
    }
}

/// How a cursor or a bound of time is written in a request.
package enum CursorFormat: Hashable, Sendable {
    /// As it stands in the records.
    case asRecorded
    case timestamp(TimestampFormat)
}
