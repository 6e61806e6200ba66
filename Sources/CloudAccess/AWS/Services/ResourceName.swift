/// The name of something on AWS that says where it is.
///
///     arn:partition:service:region:account:resource
struct ResourceName: Hashable, Sendable {
    let service: String
    let region: String
    let resource: String

    /// Nil for a text that is no such name.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[2].isEmpty, !parts[5].isEmpty else { return nil }
        service = String(parts[2])
        region = String(parts[3])
        resource = String(parts[5])
    }
}
