internal import DateTime
internal import HTTPClient

/// How a kind of store is spoken to.
protocol StoreDialect: Sendable {
    /// The request with its address and credentials, as of a time.
    func request(_ request: StoreRequest, at time: Timestamp) async throws(StoreError) -> HTTPRequest

    /// What an answer means that is not what was asked for. An answer with a status of success may be a fault, too.
    func fault(in answer: StoreAnswer, to request: StoreRequest) -> StoreFault?

    /// Does what makes a repetition of a message better: renews the credentials it has, learns the region. False when there
    /// is nothing to do.
    func mend(_ remedy: StoreRemedy, of message: HTTPRequest) async -> Bool
}

/// Why a request failed, and what would help.
struct StoreFault: Sendable {
    var error: StoreError
    var remedy: StoreRemedy?
}

/// What makes a failed request succeed.
enum StoreRemedy: Hashable, Sendable {
    /// The same again, later.
    case wait
    /// Another time of day: the clock here is wrong.
    case correctClock
    /// New credentials.
    case renewCredentials
    /// The bucket is in this region.
    case region(String)
}
