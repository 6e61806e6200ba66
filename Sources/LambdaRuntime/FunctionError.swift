internal import Connector
internal import JSON

/// A failure as Lambda tells it to whoever invoked the function.
struct FunctionError: Hashable, Sendable {
    /// `Function.` and a word that a state machine can catch.
    var type: String
    var message: String

    init(_ failure: Failure) {
        let words = failure.kind.rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        type = "Function." + words.joined()
        message = failure.description
    }

    /// What is posted.
    var body: [UInt8] {
        let value: JSONValue = [
            "errorMessage": .string(message), "errorType": .string(type), "stackTrace": [],
        ]
        return Array(value.description.utf8)
    }
}

extension Failure.Kind {
    /// The status of an HTTP answer.
    var status: Int {
        switch self {
        case .config: 400
        case .auth: 401
        case .stateConflict: 409
        case .rateLimit: 429
        case .internal: 500
        case .source, .data, .destination: 502
        case .deadline: 504
        }
    }
}
