internal import Crypto
internal import Glibc

/// A local folder, whose files are its objects.
package struct LocalStore: ObjectStore {
    /// Its path, without a slash at the end.
    private let root: String

    /// The store in a folder, which need not be there yet.
    package init(_ folder: String) {
        var path = folder[...]
        while path.utf8.count > 1, path.last == "/" { path = path.dropLast() }
        root = path.isEmpty ? "." : String(path)
    }

    package func location(of key: String) -> String {
        if key.isEmpty { return root }
        return root == "/" ? "/\(key)" : "\(root)/\(key)"
    }

    /// The folder and the name of a key.
    private func place(of key: String) -> (folder: String, name: String) {
        let path = location(of: key)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    package func prepare() throws(StoreError) {
        try FileSystem.makeFolders(root)
    }

    package func upload(_ key: String, as type: ContentType) throws(StoreError) -> any ObjectUpload {
        let (folder, name) = place(of: key)
        try FileSystem.makeFolders(folder, in: root)
        return try LocalUpload(of: name, in: folder)
    }

    package func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) throws(StoreError) -> ObjectVersion {
        let (folder, name) = place(of: key)
        try FileSystem.makeFolders(folder, in: root)
        let path = location(of: key)
        let lock = try FileLock(beside: path)
        defer { lock.release() }
        let hidden = "\(folder)/\(HiddenName.hiding("\(name).\(getpid())"))"
        do throws(StoreError) {
            try check(condition, of: key)
            let file = try LocalFile(creating: hidden, mayReplace: true)
            try file.write(bytes)
            try file.sync()
            try FileSystem.replace(path, by: hidden)
            try FileSystem.sync(folder: folder)
        } catch {
            try? FileSystem.remove(hidden)
            throw error
        }
        return Self.version(of: bytes)
    }

    private func check(_ condition: PutCondition, of key: String) throws(StoreError) {
        if condition == .always { return }
        let version = try get(key, limit: .max)?.version
        let holds = if case .isUnchanged(let wanted) = condition { version == wanted } else { version == nil }
        if !holds {
            throw StoreError(.conflict, "cannot write \(location(of: key)): it was changed by another")
        }
    }

    private static func version(of bytes: [UInt8]) -> ObjectVersion {
        ObjectVersion(Hex.encode(HashAlgorithm.sha256.digest(of: bytes)))
    }

    package func get(_ key: String, limit: Int) throws(StoreError) -> StoredObject? {
        guard let bytes = try FileSystem.contents(of: location(of: key), limit: limit) else { return nil }
        return StoredObject(bytes: bytes, version: Self.version(of: bytes))
    }

    package func head(_ key: String) throws(StoreError) -> ObjectDescription? {
        guard let object = try get(key, limit: .max) else { return nil }
        return ObjectDescription(size: object.bytes.count, version: object.version)
    }

    package func folders(in folder: String) throws(StoreError) -> [String] {
        try names(in: folder).filter { !$0.hasPrefix(".") && FileSystem.isFolder("\(location(of: folder))/\($0)") }
    }

    package func objects(in folder: String, beginningWith prefix: String) throws(StoreError) -> [String] {
        try names(in: folder).filter { name in
            name.hasPrefix(prefix) && HiddenName.revealing(name) == nil
                && !FileSystem.isFolder("\(location(of: folder))/\(name)")
        }
    }

    private func names(in folder: String) throws(StoreError) -> [String] {
        try FileSystem.names(in: location(of: folder)) ?? []
    }

    package func unfinishedUploads(
        in folder: String, beginningWith prefix: String
    ) async throws(StoreError) -> [UnfinishedUpload] {
        try names(in: folder).compactMap { name in
            guard let shown = HiddenName.revealing(name), shown.hasPrefix(prefix) else { return nil }
            return UnfinishedUpload(key: folder.isEmpty ? shown : "\(folder)/\(shown)", id: name)
        }
    }

    package func abandon(_ upload: UnfinishedUpload) async throws(StoreError) {
        let (folder, name) = place(of: upload.key)
        try FileSystem.remove("\(folder)/\(HiddenName.hiding(name))")
    }

    package func delete(_ keys: [String]) throws(StoreError) {
        for key in keys { try FileSystem.remove(location(of: key)) }
    }
}
