internal import Glibc

/// The memory a `TapeBuilder` writes into, and the document it becomes keeps.
///
/// `@unchecked Sendable`: its one owner writes, and nobody does once it belongs to a document.
final class BuiltTape: Poolable, @unchecked Sendable {
    private static let pool = Pool<BuiltTape>()
    /// Smaller ones are not kept, and not handed out for small texts: a compiled path must not sit on a page's memory.
    private static var smallestPooled: Int { 64 << 10 }

    /// Bytes behind the string buffer's capacity that may be read and written.
    static var padding: Int { 64 }

    private(set) var words: UnsafeMutablePointer<UInt64>
    private(set) var wordCapacity: Int
    private(set) var strings: UnsafeMutablePointer<UInt8>
    private(set) var stringCapacity: Int

    private init(fitting length: Int) {
        wordCapacity = length / 4 + 8
        stringCapacity = length + 8
        words = Self.reallocate(nil, count: wordCapacity)
        strings = Self.reallocate(nil, count: stringCapacity + Self.padding)
    }

    deinit {
        free(words)
        free(strings)
    }

    var capacity: Int { stringCapacity }

    /// Memory for about what a text of `length` bytes makes, used before or fresh.
    static func take(fitting length: Int) -> BuiltTape {
        let reused = length >= smallestPooled ? pool.take(fitting: length) : nil
        return reused ?? BuiltTape(fitting: length)
    }

    static func giveBack(_ tape: BuiltTape) {
        if tape.capacity >= smallestPooled { pool.giveBack(tape) }
    }

    func growWords(to count: Int) {
        wordCapacity = max(count, wordCapacity + wordCapacity / 2)
        words = Self.reallocate(words, count: wordCapacity)
    }

    func growStrings(to count: Int) {
        stringCapacity = max(count, stringCapacity + stringCapacity / 2)
        strings = Self.reallocate(strings, count: stringCapacity + Self.padding)
    }

    private static func reallocate<Element: BitwiseCopyable>(
        _ memory: UnsafeMutablePointer<Element>?, count: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let memory = realloc(memory, count * MemoryLayout<Element>.stride) else {
            preconditionFailure("out of memory")
        }
        return memory.assumingMemoryBound(to: Element.self)
    }
}
