extension HTTPRequest {
    /// Throws when a header field cannot be sent as it is, or is not the caller's to decide.
    func validate() throws(ExchangeFailure) {
        for field in headers.fields {
            guard field.name.isToken else {
                throw Self.fault("a header field has a name that HTTP does not allow")
            }
            guard field.canBeSent else {
                throw Self.fault("the value of the header field \(field.name) contains a control character")
            }
            if ["content-length", "transfer-encoding", "connection"].contains(field.name.lowercased()) {
                throw Self.fault("the header field \(field.name) follows from the body and the connection")
            }
        }
    }

    private static func fault(_ reason: String) -> ExchangeFailure {
        ExchangeFailure(.invalidRequest(reason), wasSent: false)
    }
}
