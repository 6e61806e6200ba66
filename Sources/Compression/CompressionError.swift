/// Why bytes could not be compressed or decompressed.
package struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Reason: Hashable, Sendable {
        /// The input ends inside the compressed data.
        case truncated
        /// The input is not in the format, or was damaged; `detail` is what the library says about it.
        case corrupt(detail: String)
        /// Something follows the end of the compressed data.
        case trailingBytes
        /// The decompressed data is larger than allowed.
        case tooLarge(limit: Int)
        /// Decompressing needs more memory for what was seen before than is granted.
        case windowTooLarge(limit: Int)
        /// The format has no such level.
        case noSuchLevel(Int, allowed: ClosedRange<Int>)
        /// The library found no memory to work with.
        case outOfMemory
    }

    /// What is wrong.
    package let reason: Reason
    /// The format concerned, by the name that HTTP and Parquet know it by.
    package let format: String
    /// How many bytes of input were read before the failure.
    package let bytesRead: Int

    /// One sentence for a person: the format, the fault, the place.
    package var description: String {
        switch reason {
        case .truncated: "\(format): the data ends too soon, after \(bytesRead) bytes"
        case .corrupt(let detail): "\(format): the data is corrupt, found after \(bytesRead) bytes (\(detail))"
        case .trailingBytes: "\(format): something else follows the end of the data, after \(bytesRead) bytes"
        case .tooLarge(let limit):
            "\(format): the decompressed data exceeds the limit of \(limit) bytes, found after \(bytesRead) bytes"
        case .windowTooLarge(let limit):
            "\(format): the data can only be decompressed with a window above the limit of \(limit) bytes"
        case .noSuchLevel(let level, let allowed):
            "\(format): there is no level \(level), only \(allowed.lowerBound) to \(allowed.upperBound)"
        case .outOfMemory: "\(format): out of memory"
        }
    }
}
