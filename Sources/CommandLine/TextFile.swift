internal import Connector
internal import Glibc

/// Reads files that a person named on the command line.
enum TextFile {
    /// The bytes of a file, or of standard input where the path is `-`.
    ///
    /// Throws a failure that names the file when it cannot be read or is larger than `limit` bytes.
    static func read(_ path: String, limit: Int = 64 << 20) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotRead(path, errno) }
        defer { if descriptor != 0 { close(descriptor) } }
        var bytes: [UInt8] = []
        while true {
            let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 << 10) { buffer in
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { bytes.append(contentsOf: buffer.prefix(count)) }
                return count
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw cannotRead(path, errno) }
            if count == 0 { return bytes }
            if bytes.count > limit { throw Failure(.config, "\(path) is larger than the limit of \(limit) bytes") }
        }
    }

    private static func cannotRead(_ path: String, _ code: Int32) -> Failure {
        Failure(.config, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
