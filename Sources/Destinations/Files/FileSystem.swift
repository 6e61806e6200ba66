internal import Connector
internal import Glibc

/// The system calls on files and folders, with what they fail for.
enum FileSystem {
    /// Makes a folder, and those it lies in.
    static func makeFolders(_ path: String) throws(Failure) {
        var end = path.startIndex
        while end != path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            try makeFolder(String(path[..<end]))
        }
        guard access(path, W_OK | X_OK) == 0 else { throw cannotWrite(path, errno) }
    }

    /// Makes a folder, unless there is one.
    static func makeFolder(_ path: String) throws(Failure) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        let code = errno
        // Whoever may not make a folder may still use the one that is there.
        if access(path, X_OK) != 0 { throw cannotWrite(path, code) }
    }

    /// The names in a folder; nil when there is no such folder.
    static func names(in folder: String) throws(Failure) -> [String]? {
        guard let directory = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Failure(.destination, "cannot list \(folder): \(reason(errno))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        if errno != 0 { throw Failure(.destination, "cannot list \(folder): \(reason(errno))") }
        return names
    }

    /// Gives a file its name. Whatever has that name already is left alone, and the call fails.
    static func rename(_ old: String, to new: String) throws(Failure) {
        if link(old, new) == 0 {
            unlink(old)
            return
        }
        // Some file systems have no second names.
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw cannotWrite(new, errno) }
        guard access(new, F_OK) != 0 else { throw cannotWrite(new, EEXIST) }
        guard Glibc.rename(old, new) == 0 else { throw cannotWrite(new, errno) }
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) throws(Failure) {
        if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        throw Failure(.destination, "cannot remove \(path): \(reason(errno))")
    }

    /// Makes the names in a folder durable. Some file systems cannot, and say so; the contents are durable nevertheless.
    static func sync(folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotWrite(folder, errno) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, ![EINVAL, EROFS, ENOTSUP].contains(errno) { throw cannotWrite(folder, errno) }
    }

    static func cannotWrite(_ path: String, _ code: Int32) -> Failure {
        Failure(.destination, "cannot write \(path): \(reason(code))")
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
