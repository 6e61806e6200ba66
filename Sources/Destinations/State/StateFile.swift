internal import Connector
internal import DateTime
internal import Glibc
internal import JSON
internal import ObjectStorage
internal import Synchronization

/// A state in a local file. It is claimed with a lock that ends with the process.
final class StateFile: StateStore {
    private let path: String
    private let largest: Int
    private let lock = Mutex<FileLock?>(nil)

    /// The file at a path, which need not exist yet, of so many bytes at most.
    init(_ path: String, atMost largest: Int = StateText.largest) {
        self.path = path
        self.largest = largest
    }

    func claim(until end: Timestamp?) throws(Failure) -> JSONValue? {
        do throws(StoreError) {
            try LocalStore(folder).prepare()
            let taken = try FileLock(beside: path, waits: false)
            lock.withLock { $0 = taken }
        } catch {
            if error.kind == .conflict {
                throw Failure(
                    .stateConflict, "\(path): another run has this state",
                    hint: "wait until it is over; two runs from one state would read the same records")
            }
            // What cannot be locked cannot be written later either.
            throw Failure(.config, "cannot write the state to \(path): \(error.message)")
        }
        return try load()
    }

    func release() {
        lock.withLock { $0.take() }?.release()
    }

    func conclude(_ state: JSONValue) throws(Failure) {
        try save(state)
        release()
    }

    private func load() throws(Failure) -> JSONValue? {
        if access(path, F_OK) != 0, errno == ENOENT { return nil }
        let text = PaddedBytes(try TextFile.read(path, limit: largest))
        do {
            return try JSONValue.parse(text)
        } catch {
            throw Failure(
                .config, "\(path): this state is damaged: \(error)",
                hint: "give the state of an earlier run, or remove the file to begin anew")
        }
    }

    /// Writes beside the file, and renames: a reader sees the old state or the new one, also after a power cut.
    func save(_ state: JSONValue) throws(Failure) {
        let bytes = try StateText.bytes(of: state, for: path, atMost: largest)
        let temporary = "\(path).\(getpid()).tmp"
        do throws(SystemFault) {
            let file = try SystemFault.check(open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600))
            defer { close(file) }
            try Self.write(bytes, to: file)
            try SystemFault.check(fsync(file))
            try SystemFault.check(rename(temporary, path))
            syncFolder()
        } catch {
            unlink(temporary)
            throw Failure(.destination, "cannot write the state to \(path): \(error.reason)")
        }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(SystemFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            rest = rest.dropFirst(Int(try SystemFault.check(Int32(clamping: count))))
        }
    }

    /// The folder that the file is in.
    private var folder: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes the new name durable. Some file systems cannot, and say so; the contents are durable nevertheless.
    private func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// What a call to the system failed with.
private struct SystemFault: Error {
    var reason: String

    @discardableResult
    static func check(_ result: Int32) throws(SystemFault) -> Int32 {
        if result < 0 { throw SystemFault(reason: String(cString: strerror(errno))) }
        return result
    }
}
