internal import Connector
internal import HTTPClient

extension SourceEnvironment {
    /// What answers requests: the network, with everything written down where that is wanted, or a recording.
    func transport(_ session: HTTPSession? = nil) throws(Failure) -> any Transport {
        let network = session.map { LiveTransport($0) } ?? LiveTransport()
        return switch rehearsal {
        case nil: network
        case .record(let folder): try RecordingTransport(network, folder: folder, secrets: secrets)
        case .replay(let path): try ReplayTransport(path: path, secrets: secrets)
        }
    }
}
