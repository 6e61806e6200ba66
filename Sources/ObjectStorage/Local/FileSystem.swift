internal import Glibc

/// The system calls on files and folders, with what they fail for.
enum FileSystem {
    /// Makes a folder, and those it lies in. Those up to `root` must be there.
    static func makeFolders(_ path: String, in root: String = "") throws(StoreError) {
        var end = path.hasPrefix(root + "/") ? path.index(path.startIndex, offsetBy: root.count) : path.startIndex
        if end != path.startIndex, access(path, W_OK | X_OK) == 0 { return }
        while end != path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            try makeFolder(String(path[..<end]))
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw cannotWrite(path, errno == EACCES && !isFolder(path) ? ENOTDIR : errno)
        }
    }

    /// Makes a folder, unless there is one.
    static func makeFolder(_ path: String) throws(StoreError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        let code = errno
        // Whoever may not make a folder may still use the one that is there.
        if access(path, X_OK) != 0 { throw cannotWrite(path, code) }
    }

    /// The names in a folder; nil when there is no such folder.
    static func names(in folder: String) throws(StoreError) -> [String]? {
        guard let directory = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw StoreError(kind(errno), "cannot list \(folder): \(reason(errno))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw StoreError(kind(errno), "cannot list \(folder): \(reason(errno))") }
        return names
    }

    /// Gives a file its name. Whatever has that name already is left alone, and the call fails.
    static func rename(_ old: String, to new: String) throws(StoreError) {
        if link(old, new) == 0 {
            unlink(old)
            return
        }
        // Some file systems have no second names.
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw cannotWrite(new, errno) }
        guard access(new, F_OK) != 0 else { throw cannotWrite(new, EEXIST) }
        guard Glibc.rename(old, new) == 0 else { throw cannotWrite(new, errno) }
    }

    /// Gives a file the name of another, which it replaces.
    static func replace(_ path: String, by new: String) throws(StoreError) {
        guard Glibc.rename(new, path) == 0 else { throw cannotWrite(path, errno) }
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// What is in a file; nil when there is none.
    static func contents(of path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw cannotRead(path, errno)
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw cannotRead(path, errno) }
            if count == 0 { return contents }
            contents += piece[..<count]
            if contents.count > limit { throw StoreError(.tooLarge, "\(path) has more than \(limit) bytes") }
        }
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) throws(StoreError) {
        if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        throw StoreError(kind(errno), "cannot remove \(path): \(reason(errno))")
    }

    /// Makes the names in a folder durable. Some file systems cannot, and say so; the contents are durable nevertheless.
    static func sync(folder: String) throws(StoreError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotWrite(folder, errno) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, ![EINVAL, EROFS, ENOTSUP].contains(errno) { throw cannotWrite(folder, errno) }
    }

    private static func cannotRead(_ path: String, _ code: Int32) -> StoreError {
        StoreError(kind(code), "cannot read \(path): \(reason(code))")
    }

    static func cannotWrite(_ path: String, _ code: Int32) -> StoreError {
        StoreError(kind(code), "cannot write \(path): \(reason(code))")
    }

    private static func kind(_ code: Int32) -> StoreError.Kind {
        switch code {
        case EACCES, EPERM, EROFS: .denied
        case ENOENT, ENOTDIR: .missing
        case EEXIST: .conflict
        default: .unavailable
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
