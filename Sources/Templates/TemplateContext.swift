package import DateTime
internal import JSON

/// The values of the variables while templates are rendered.
///
/// It is cheap to copy: one for a stream, a copy with the partition for each slice, a copy with the response for each page.
package struct TemplateContext: Sendable {
    /// By the raw values of their roots.
    private var values: [TemplateValue]

    /// A context in which only `now` and `today` are set, to the given instant in whole seconds and its day (in UTC). They
    /// never change, so that all requests of a sync see one time.
    package init(now: Timestamp) {
        values = Array(repeating: .missing, count: TemplateRoot.allCases.count)
        self[.now] = .value(.string(now.iso8601(.seconds)))
        self[.today] = .value(.string(now.date.description))
    }

    /// The value of a variable.
    package subscript(root: TemplateRoot) -> TemplateValue {
        get { values[root.rawValue] }
        set { values[root.rawValue] = newValue }
    }
}
