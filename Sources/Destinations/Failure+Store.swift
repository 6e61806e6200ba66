internal import Connector
internal import ObjectStorage

extension Failure {
    /// What a store failed with, when it was to be written to.
    init(_ error: StoreError) {
        let kind: Failure.Kind =
            switch error.kind {
            case .configuration: .config
            case .late: .deadline
            default: .destination
            }
        self.init(kind, error.message, hint: error.hint, mayRetry: error.kind == .unavailable || error.kind == .late)
    }

    /// The result of work on a store, whose errors become failures.
    static func ofStore<Result>(
        isolation: isolated (any Actor)? = #isolation, _ work: () async throws(StoreError) -> Result
    ) async throws(Failure) -> Result {
        do throws(StoreError) {
            return try await work()
        } catch {
            throw Failure(error)
        }
    }
}
