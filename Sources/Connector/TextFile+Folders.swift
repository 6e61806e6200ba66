internal import Glibc

extension TextFile {
    /// The paths of the files in a folder whose names have one of the endings, in the order of their names. Hidden ones do
    /// not count. Nil, with `errno` set, when the folder cannot be opened.
    package static func paths(in folder: String, endingIn endings: [String]) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), endings.contains(where: { name.hasSuffix($0) }) { names.append(name) }
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.sorted().map { base + $0 }
    }
}
