package import JSON

/// What becomes of answers and records that are in error.
package struct ErrorPolicy: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        /// The stream fails.
        case fail
        /// The page or record is left out and counted.
        case skip
        /// The request is repeated as the HTTP policy says, then the stream fails.
        case retry
    }

    /// An action for certain answers.
    package struct Rule: Hashable, Sendable {
        /// The statuses concerned; none means any.
        package var statuses: [Int] = []
        /// A place in the body, and the value it must have; no value means that the place must exist.
        package var path: JSONPath?
        package var value: JSONValue?
        package var action: Action
        /// What to tell the user.
        package var message: String?
    }

    /// For errors that no rule covers.
    package var strategy: Action = .fail
    /// How many errors are skipped before the stream fails after all; nil for any number.
    package var maximumErrors: Int?
    /// The first rule that fits counts.
    package var rules: [Rule] = []
}
