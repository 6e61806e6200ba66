/// Writes a document value by value, for what is not JSON text: its tape has the layout that `UnsafeJSONNode` reads.
///
///     var tape = TapeBuilder()
///     let name = tape.makeKey(Array("name".utf8))
///     let array = tape.open(.array)
///     let object = tape.open(.object)
///     tape.append(name)
///     tape.appendText(bytes)                              // in as many pieces as it comes
///     tape.endString()
///     tape.close(object, .objectEnd, count: 1)
///     tape.close(array, .arrayEnd, count: 1)
///     let document = tape.finishDocument()
///
/// It writes down what it is told: that keys and values take turns, that containers are closed with their own tag, and
/// that text is UTF-8, is up to the caller. It is public, and inlinable, for the decoders that make millions of values.
public struct TapeBuilder: ~Copyable, @unchecked Sendable {
    private let memory: BuiltTape
    var scratch: [UInt8] = []
    @usableFromInline var words: UnsafeMutablePointer<UInt64>
    @usableFromInline var wordCount = 1
    @usableFromInline var wordCapacity: Int
    @usableFromInline var strings: UnsafeMutablePointer<UInt8>
    /// Always 4 bytes ahead of the finished strings: that is where the length of the next one goes.
    @usableFromInline var stringCount = 4
    @usableFromInline var stringCapacity: Int
    @usableFromInline var textStart = 4

    /// A builder with room for what a text of about `capacity` bytes makes. It grows as needed.
    public init(capacity: Int = 64) {
        memory = BuiltTape.take(fitting: max(capacity, 64))
        words = memory.words
        wordCapacity = memory.wordCapacity
        strings = memory.strings
        stringCapacity = memory.stringCapacity
    }

    /// The memory held, in bytes.
    package var capacity: Int { wordCapacity * 8 + stringCapacity }

    /// How many bytes the texts written so far take: the capacity for another document like this one.
    package var textSize: Int { stringCount }

    /// The index of the next word.
    @inlinable
    public var index: Int { wordCount }

    /// Appends `null`, `true` or `false`.
    @inlinable
    public mutating func append(_ tag: JSONTag) {
        append(tag, payload: 0)
    }

    /// Opens an array or object and returns the handle to close it with.
    @inlinable
    public mutating func open(_ tag: JSONTag) -> Int {
        append(tag)
        return wordCount &- 1
    }

    /// Closes a container that holds `count` elements or members.
    @inlinable
    public mutating func close(_ start: Int, _ tag: JSONTag, count: Int) {
        append(tag, payload: start)
        words[start] |= UInt64(truncatingIfNeeded: wordCount) | UInt64(truncatingIfNeeded: min(count, 0xFF_FFFF)) &<< 32
    }

    /// Ends the document.
    public consuming func finishDocument() -> JSONDocument {
        JSONDocument(tape: finish())
    }

    consuming func finish() -> JSONTape {
        append(.root, payload: 0)
        words[0] = Self.word(.root, payload: wordCount)
        return JSONTape(memory)
    }

    mutating func append(_ number: Int64) {
        append(.integer)
        append(word: UInt64(bitPattern: number))
    }

    mutating func append(_ number: UInt64) {
        append(.unsigned)
        append(word: number)
    }

    mutating func append(_ number: Double) {
        append(.double)
        append(word: number.bitPattern)
    }

    @inlinable
    mutating func append(_ tag: JSONTag, payload: Int) {
        append(word: Self.word(tag, payload: payload))
    }

    @inlinable
    mutating func append(word: UInt64) {
        if wordCount == wordCapacity { growWords() }
        words[wordCount] = word
        wordCount &+= 1
    }

    @inlinable
    static func word(_ tag: JSONTag, payload: Int) -> UInt64 {
        UInt64(tag.rawValue) &<< 56 | UInt64(truncatingIfNeeded: payload)
    }

    @usableFromInline
    @inline(never)
    mutating func growWords() {
        memory.growWords(to: wordCapacity + 1)
        words = memory.words
        wordCapacity = memory.wordCapacity
    }

    @usableFromInline
    @inline(never)
    mutating func growStrings(by count: Int) {
        memory.growStrings(to: stringCount + count)
        strings = memory.strings
        stringCapacity = memory.stringCapacity
    }
}
