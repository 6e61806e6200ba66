package import Connector
package import Sync

extension SyncReport {
    /// Takes secrets out of every text that is shown.
    package mutating func mask(_ secrets: Secrets) {
        for index in streams.indices {
            streams[index].failure = streams[index].failure.map { secrets.masked($0) }
            streams[index].notes = streams[index].notes.map { secrets.masked($0) }
        }
    }
}
