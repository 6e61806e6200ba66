internal import Connector
internal import HTTPClient

/// Why the records of an answer cannot be read.
enum DecodingFault: Error, Hashable {
    /// The body seems to have been cut off: asking again may help.
    case truncated(Failure)
    /// The body is not what was expected.
    case malformed(Failure)
    /// The body did not arrive.
    case interrupted(HTTPError)
}
