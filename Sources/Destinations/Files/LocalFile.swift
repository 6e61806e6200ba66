internal import Connector
internal import Glibc
internal import Parquet

/// A file that is being written, under the name it has until it is complete.
struct LocalFile: ByteSink, ~Copyable {
    typealias Failure = Connector.Failure

    let path: String
    private let descriptor: Int32

    /// Begins a file where there is none.
    init(creating path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw FileSystem.cannotWrite(path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileSystem.cannotWrite(path, errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Makes what was written durable.
    func sync() throws(Failure) {
        while fsync(descriptor) != 0 {
            if errno != EINTR { throw FileSystem.cannotWrite(path, errno) }
        }
    }
}
