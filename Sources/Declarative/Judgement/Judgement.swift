internal import Connector

/// What becomes of an answer.
indirect enum Judgement: Hashable, Sendable {
    /// Its records are read.
    case accept
    /// The request is repeated as the HTTP policy says; when that is exhausted, the answer is judged otherwise.
    case retry(Failure, otherwise: Judgement)
    /// The slice is left out and an error counted.
    case skip(note: String)
    /// The stream fails.
    case fail(Failure)
}
