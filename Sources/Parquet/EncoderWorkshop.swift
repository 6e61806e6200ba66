internal import Compression
internal import Synchronization

/// What encoding row groups works with: megabytes that cost page faults when they are new.
///
/// `@unchecked Sendable`: it has one owner at a time, an encoder or the idle ones.
final class EncoderWorkshop: @unchecked Sendable {
    var chunks: ChunkEncoder
    private let options: ParquetOptions

    private init(_ options: ParquetOptions) throws(CompressionError) {
        self.options = options
        chunks = try ChunkEncoder(options)
    }

    private static let idle = Mutex<[EncoderWorkshop]>([])
    private static var mostIdle: Int { 1 }

    /// An idle one that encodes so, or a new one. Throws when the codec has no such level.
    static func take(_ options: ParquetOptions) throws(CompressionError) -> EncoderWorkshop {
        let found = idle.withLock { idle in
            idle.lastIndex { $0.options == options }.map { idle.remove(at: $0) }
        }
        if let found { return found }
        return try EncoderWorkshop(options)
    }

    /// Keeps one for later, at the cost of the one that has been idle longest.
    static func giveBack(_ workshop: EncoderWorkshop) {
        idle.withLock { idle in
            if idle.count == mostIdle { idle.removeFirst() }
            idle.append(workshop)
        }
    }
}
