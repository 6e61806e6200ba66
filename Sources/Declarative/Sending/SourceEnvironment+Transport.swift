internal import Connector

extension SourceEnvironment {
    /// What answers requests: the network, with everything written down where that is wanted, or a recording.
    func transport() throws(Failure) -> any Transport {
        switch rehearsal {
        case nil: LiveTransport()
        case .record(let folder): try RecordingTransport(LiveTransport(), folder: folder, secrets: secrets)
        case .replay(let path): try ReplayTransport(path: path, secrets: secrets)
        }
    }
}
