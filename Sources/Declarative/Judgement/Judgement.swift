/// What becomes of an answer, and what the connector's rule says of it to a person, where there is one.
enum Judgement: Hashable, Sendable {
    /// Its records are read.
    case accept
    /// The request is repeated as the HTTP policy says; when that is exhausted, the error policy says what becomes of it.
    case retry(saying: String?)
    /// The slice is left out and an error counted.
    case skip(saying: String?)
    /// The stream fails.
    case fail(saying: String?)
}

extension Judgement {
    /// What the connector's rule says.
    var rule: String? {
        switch self {
        case .accept: nil
        case .retry(let rule), .skip(let rule), .fail(let rule): rule
        }
    }
}
