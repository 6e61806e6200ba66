internal import Connector
internal import Synchronization

/// Definitions that were compiled, by the texts they came from: a function that is invoked again need not compile them again.
final class CompiledDefinitions: Sendable {
    /// A function has one, mostly; whoever validates files has them all, once each.
    private static let most = 4

    private struct Entry {
        var text: [UInt8]
        var file: String
        var definition: ConnectorDefinition
    }

    private let entries = Mutex<[Entry]>([])

    /// What a text says; `file` is what messages call it.
    func definition(_ text: [UInt8], file: String) throws(Failure) -> ConnectorDefinition {
        let kept = entries.withLock { entries in entries.first { $0.file == file && $0.text == text }?.definition }
        if let kept { return kept }
        let definition: ConnectorDefinition
        do throws(DefinitionErrors) {
            definition = try ConnectorDefinition.parse(text, file: file)
        } catch {
            throw Failure(.config, error.description)
        }
        entries.withLock { entries in
            if entries.count == Self.most { entries.removeFirst() }
            entries.append(Entry(text: text, file: file, definition: definition))
        }
        return definition
    }
}
