internal import Crypto

extension CRC32C {
    init(of bytes: [UInt8]) {
        self.init()
        update(bytes)
    }

    /// As stores write it: the number's four bytes, the highest first, in base64.
    var base64: String {
        Base64.standard.encode(withUnsafeBytes(of: value.bigEndian) { Array($0) })
    }
}
