internal import Glibc
internal import Synchronization

/// Memory that large buffers leave behind for others like them, such as one answer's body for the next: fresh memory costs a
/// page fault every 4 KB, which is a tenth of what it takes to read a page of records.
enum SpareMemory {
    /// Memory from `malloc`.
    struct Block: @unchecked Sendable {
        var base: UnsafeMutablePointer<UInt8>
        var size: Int
    }

    /// Smaller blocks come from the heap and go back to it.
    static var smallest: Int { 32 << 10 }
    private static var mostBlocks: Int { 8 }
    private static var mostBytes: Int { 2 << 20 }

    private static let idle = Mutex<[Block]>([])

    /// The smallest idle block of at least `size` bytes that is not far larger; nil when there is none.
    static func take(_ size: Int) -> Block? {
        guard size >= smallest else { return nil }
        return idle.withLock { blocks in
            var found: Int?
            for (place, block) in blocks.enumerated() where block.size >= size && block.size / 4 <= size {
                if found.map({ block.size < blocks[$0].size }) ?? true { found = place }
            }
            return found.map { blocks.remove(at: $0) }
        }
    }

    /// Keeps a block for later, at the cost of those that have been idle longest, or frees it.
    static func giveBack(_ block: Block) {
        guard block.size >= smallest, block.size <= mostBytes else { return free(block.base) }
        idle.withLock { blocks in
            blocks.append(block)
            var size = blocks.reduce(0) { $0 + $1.size }
            while size > mostBytes || blocks.count > mostBlocks {
                let oldest = blocks.removeFirst()
                size -= oldest.size
                free(oldest.base)
            }
        }
    }
}
