internal import Glibc

/// Reads the files that hold credentials and settings.
enum SmallFile {
    /// The largest that is read, in bytes.
    private static let limit = 1 << 20

    /// The text of a file; nil when there is none at the path. Throws when it cannot be read.
    static func text(_ path: String) throws(AccessError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw cannotRead(path, errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 << 10) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { bytes.append(contentsOf: buffer.prefix(count)) }
                return count
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw cannotRead(path, errno) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            if bytes.count > limit {
                throw AccessError(.configuration, "\(path) is larger than the limit of \(limit) bytes")
            }
        }
    }

    private static func cannotRead(_ path: String, _ code: CInt) -> AccessError {
        AccessError(.configuration, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
