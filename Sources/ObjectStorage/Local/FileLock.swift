internal import Glibc

/// A lock that one process at a time can hold, by a file of its own beside the one it is about. The system releases it when
/// the process ends, however it ends.
///
///     .<name>.lock
package final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Takes the lock of a file. Throws a `conflict` when another has it; `waits` until nobody has, otherwise.
    package init(beside file: String, waits: Bool = true) throws(StoreError) {
        let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { file.utf8.index(after: $0) } ?? file.startIndex
        path = "\(file[..<slash]).\(file[slash...]).lock"
        while true {
            let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if opened < 0 { throw FileSystem.cannotWrite(path, errno) }
            guard flock(opened, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(opened)
                if code == EINTR { continue }
                if code == EWOULDBLOCK { throw StoreError(.conflict, "\(file) is in use by another process") }
                throw FileSystem.cannotWrite(path, code)
            }
            // Whoever had it may have removed the file: then this is not the lock that others see.
            if Self.isSame(opened, path) {
                descriptor = opened
                return
            }
            close(opened)
        }
    }

    /// Whether a descriptor is of the file that has a path now.
    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var (own, seen) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &seen) == 0 && own.st_ino == seen.st_ino
            && own.st_dev == seen.st_dev
    }

    /// Gives the lock back. Once is enough; what the end of the process would do, too.
    package func release() {
        unlink(path)
        flock(descriptor, LOCK_UN)
    }

    deinit { close(descriptor) }
}
