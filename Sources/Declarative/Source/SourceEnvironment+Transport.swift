internal import Connector

extension SourceEnvironment {
    /// What answers requests: the network, or a recording.
    func transport() throws(Failure) -> any Transport {
        LiveTransport()
    }
}
