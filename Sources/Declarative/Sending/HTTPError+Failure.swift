internal import Connector
internal import HTTPClient

extension HTTPError {
    /// Whether the same request may well succeed a little later.
    var isTransient: Bool {
        switch kind {
        case .nameResolution, .connect, .timeout, .connectionLost, .truncated: true
        default: false
        }
    }
}

extension Failure {
    /// What it means that no usable answer came.
    init(_ error: HTTPError) {
        let kind: Kind =
            switch error.kind {
            case .invalidURL, .invalidRequest: .config
            case .tooLarge: .data
            default: .source
            }
        self.init(kind, error.description, mayRetry: error.isTransient)
    }
}
