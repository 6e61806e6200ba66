/// Where things are read from and written to: by paths, by URLs, or by the names that a keeper of secrets knows.
package protocol Places: Sendable {
    /// A sink for Parquet files. Nothing is written before it begins.
    func parquet(_ options: FileOptions) throws(Failure) -> any Sink

    /// The state at a path or URL. Nothing is read before it is claimed.
    func state(at reference: String) throws(Failure) -> any StateStore

    /// Whether a reference is for `text(at:limit:)`, and not the path of a file.
    func isRemote(_ reference: String) -> Bool

    /// The text that a URL or name refers to. Throws when it is larger than `limit` bytes.
    func text(at reference: String, limit: Int) async throws(Failure) -> [UInt8]

    /// A service has refused what it was shown. Secrets that were kept may be old: the next text is asked for anew.
    func forgetSecrets()

    /// What is at a path or URL; nil when there is nothing. Throws when it is larger than `limit` bytes.
    func contents(of reference: String, limit: Int) async throws(Failure) -> [UInt8]?

    /// Writes to a path or URL, in place of what is there, and makes folders where they are missing.
    func write(_ text: [UInt8], to reference: String) async throws(Failure)

    /// A path or URL as it may be shown: without what people write into URLs that must stay secret.
    func shown(_ reference: String) -> String

    /// The same places for work that must be over at an instant: a store that has not answered by then has failed.
    func until(_ end: ContinuousClock.Instant?) -> any Places
}

extension Places {
    package func shown(_ reference: String) -> String { reference }
    package func forgetSecrets() {}
    package func until(_ end: ContinuousClock.Instant?) -> any Places { self }
}
