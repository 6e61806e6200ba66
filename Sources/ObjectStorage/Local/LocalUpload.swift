/// A file that is written beside its place, and renamed when it is complete.
actor LocalUpload: ObjectUpload {
    private let path: String
    private let hiddenPath: String
    private let folder: String
    private var file: LocalFile?
    private var isSealed = false

    /// Begins a file whose folder is there.
    init(of name: String, in folder: String) throws(StoreError) {
        self.folder = folder
        path = "\(folder)/\(name)"
        hiddenPath = "\(folder)/\(HiddenName.hiding(name))"
        file = try LocalFile(creating: hiddenPath)
    }

    func write(_ bytes: [UInt8]) throws(StoreError) {
        try file?.write(bytes)
    }

    func seal() throws(StoreError) {
        guard let file = file.take() else { return }
        try file.sync()
        isSealed = true
    }

    func publish() throws(StoreError) {
        try seal()
        try FileSystem.rename(hiddenPath, to: path)
        try FileSystem.sync(folder: folder)
    }

    func abandon() {
        file = nil
        // What cannot be removed is swept by the next run.
        try? FileSystem.remove(hiddenPath)
    }
}

/// The names that files have until they are complete.
///
///     .<name>.tmp
enum HiddenName {
    static func hiding(_ name: String) -> String { ".\(name).tmp" }

    /// The name that a file would have had; nil when this is no hidden name.
    static func revealing(_ text: String) -> String? {
        guard text.hasPrefix("."), text.hasSuffix(".tmp"), text.utf8.count > 5 else { return nil }
        return String(text.dropFirst().dropLast(4))
    }
}
