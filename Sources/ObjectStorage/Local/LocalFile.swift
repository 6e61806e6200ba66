internal import Glibc

/// A file that is being written.
struct LocalFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Begins a file where there is none; `mayReplace` says that there may be one, which is emptied.
    init(creating path: String, mayReplace: Bool = false) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (mayReplace ? O_TRUNC : O_EXCL), 0o666)
        if descriptor < 0 { throw FileSystem.cannotWrite(path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(StoreError) {
        try bytes.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { throw FileSystem.cannotWrite(path, errno) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// Makes what was written durable.
    func sync() throws(StoreError) {
        while fsync(descriptor) != 0 {
            if errno != EINTR { throw FileSystem.cannotWrite(path, errno) }
        }
    }
}
