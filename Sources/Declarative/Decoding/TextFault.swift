internal import CSV
internal import Connector
internal import HTTPClient
internal import JSON
internal import XML

/// What is wrong with a text, in the words of its decoder.
enum TextFault: Error, Hashable {
    case json(JSONError)
    case csv(CSVError)
    case xml(XMLError)

    /// Whether there is nothing in the text at all.
    var isEmptiness: Bool {
        switch self {
        case .json(let error): error.reason == .empty
        case .xml(let error): error.reason == .empty
        case .csv: false
        }
    }

    /// Whether the text seems to have been cut off.
    private var isTruncation: Bool {
        switch self {
        case .json(let error): error.reason == .truncated
        case .csv(let error): error.isTruncation
        case .xml(let error): error.isTruncation
        }
    }

    private var isShortageOfMemory: Bool {
        switch self {
        case .json(let error): error.reason == .outOfMemory
        case .csv: false
        case .xml(let error): error.reason == .outOfMemory
        }
    }

    /// The format that was expected.
    private var format: String {
        switch self {
        case .json: "JSON"
        case .csv: "CSV"
        case .xml: "XML"
        }
    }

    private var sentence: String {
        switch self {
        case .json(let error): error.description
        case .csv(let error): error.description
        case .xml(let error): error.description
        }
    }

    /// The fault for a person, who also learns when the text is a page for people.
    func fault(in text: AnswerText) -> DecodingFault {
        if text.isHTML { return .malformed(text.isPage(insteadOf: format)) }
        let message = "The answer of \(text.url.redacted) cannot be read: \(sentence)."
        if isShortageOfMemory { return .malformed(Failure(.internal, message, mayRetry: true)) }
        return isTruncation
            ? .truncated(Failure(.source, message, mayRetry: true)) : .malformed(Failure(.data, message))
    }
}
