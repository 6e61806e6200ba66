/// What becomes of values about which nothing is declared.
package struct InferenceOptions: Hashable, Sendable {
    /// What objects and arrays inside a record become.
    package enum Nesting: String, CaseIterable, Sendable {
        /// Structures and lists.
        case structure = "struct"
        /// JSON text.
        case json
    }

    package var nested: Nesting
    /// Whether columns of nothing but ISO 8601 timestamps, or dates, become timestamps or dates. Only such as a microsecond
    /// tells exactly count.
    package var infersTimestamps: Bool
    /// Whether every scalar becomes text.
    package var isAllText: Bool

    package init(nested: Nesting = .structure, infersTimestamps: Bool = false, isAllText: Bool = false) {
        self.nested = nested
        self.infersTimestamps = infersTimestamps
        self.isAllText = isAllText
    }
}
