internal import Synchronization

/// The texts of definitions that were fetched, by what refers to them. Only the last few are kept: whoever refers to one
/// fetches it first.
final class FetchedDefinitions: Sendable {
    /// A function has one, mostly; one that is given ever other URLs must not keep the texts of all.
    static let most = 16

    private struct Entry {
        var reference: String
        var text: [UInt8]
    }

    /// The oldest is first.
    private let entries = Mutex<[Entry]>([])

    func text(of reference: String) -> [UInt8]? {
        entries.withLock { entries in entries.first { $0.reference == reference }?.text }
    }

    /// Keeps a text, in place of one that the reference had.
    func hold(_ text: [UInt8], of reference: String) {
        entries.withLock { entries in
            entries.removeAll { $0.reference == reference }
            if entries.count == Self.most { entries.removeFirst() }
            entries.append(Entry(reference: reference, text: text))
        }
    }

    func drop(_ reference: String) {
        entries.withLock { entries in entries.removeAll { $0.reference == reference } }
    }
}
