package import DateTime
package import JSON
package import Templates

/// What splits a stream into slices that are read one by one. A slice's values are the template root `partition`.
package enum PartitionRouter: Hashable, Sendable {
    /// One slice for each value, either written down or from a template that yields a list.
    case list(field: String, values: TemplatedValue)
    case dateRange(DateRange)
    case parent(ParentStream)
    case asyncJob(AsyncJob)

    /// One slice for each step of time from `start` to `end`.
    package struct DateRange: Hashable, Sendable {
        /// The name of the value that holds a step's start; `start` and `end` are always there too.
        package var field: String
        package var start: Template
        /// Nil for the moment the sync began.
        package var end: Template?
        package var step: CalendarDuration
        package var format: TimestampFormat
        /// Parameters that carry a step's start and end, besides what templates do.
        package var startParameter: String?
        package var endParameter: String?
    }

    /// One slice for each record of another stream.
    package struct ParentStream: Hashable, Sendable {
        package var stream: String
        /// The name of the value.
        package var field: String
        /// Where the parent's record has it; a path may lead to several values.
        package var path: JSONPath
        /// Further values from the parent's record, by their names.
        package var furtherFields: [String: JSONPath] = [:]
        /// How many distinct values share a slice, joined by the separator; nil for a slice each.
        package var batch: Int?
        package var separator: String = ","
    }

    /// A job that is created, waited for, and whose result is the slice's only scan.
    package struct AsyncJob: Hashable, Sendable {
        package var creation: RequestDefinition
        /// Where the answer to the creation has the job's id.
        package var idPath: JSONPath
        package var polling: JobPolling
        /// Where the answer to the last poll has the URL of the result; nil when the stream's request downloads it.
        package var resultURLPath: JSONPath?
    }

    /// How a job is waited for.
    package struct JobPolling: Hashable, Sendable {
        package var request: RequestDefinition
        package var interval: Duration = .seconds(5)
        package var maximumCount: Int = 120
        package var statusPath: JSONPath
        package var completedValues: [JSONValue]
        package var failedValues: [JSONValue] = []
        /// Where the answer says why the job failed.
        package var errorPath: JSONPath?
    }
}
