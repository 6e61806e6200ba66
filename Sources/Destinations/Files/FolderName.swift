/// The folders of streams.
enum FolderName {
    /// What file systems, glob patterns, Hive's folders or the escape itself give a meaning to.
    private static let escaped = Set(#"/\%*?"<>|:=[]{}"#.utf8)
    private static let hidden = Set("._".utf8)

    /// The name of a stream as that of a folder: bytes that would not do, also a point or underscore in front, become `%` and
    /// two digits of base 16. Different streams have different folders.
    static func text(of stream: String) -> String {
        if stream.isEmpty { return "%" }
        var bytes: [UInt8] = []
        for (position, byte) in stream.utf8.enumerated() {
            if byte < 0x20 || byte == 0x7F || escaped.contains(byte) || position == 0 && hidden.contains(byte) {
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array((byte < 16 ? "%0" : "%").utf8) + Array(digits.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
