/// Writes a tape in the layout that `UnsafeJSONNode` reads, for what does not come from simdjson.
struct TapeBuilder: ~Copyable {
    private var words: [UInt64]
    private var strings: [UInt8]

    init(capacity: Int = 64) {
        words = [0]
        words.reserveCapacity(capacity / 4)
        strings = []
        strings.reserveCapacity(capacity)
    }

    /// The index of the next word.
    var index: Int { words.count }

    mutating func append(_ tag: JSONTag) {
        append(tag, payload: 0)
    }

    mutating func append(_ number: Int64) {
        append(.integer)
        words.append(UInt64(bitPattern: number))
    }

    mutating func append(_ number: UInt64) {
        append(.unsigned)
        words.append(number)
    }

    mutating func append(_ number: Double) {
        append(.double)
        words.append(number.bitPattern)
    }

    /// Appends a string, key or number kept as text, whose bytes `write` adds to the string buffer.
    mutating func append<Failure: Error>(
        _ tag: JSONTag, _ write: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        let start = strings.count
        append(tag, payload: start)
        strings.append(contentsOf: [0, 0, 0, 0])
        try write(&strings)
        let length = UInt32(strings.count - start - 4)
        withUnsafeBytes(of: length) { strings.replaceSubrange(start..<start + 4, with: $0) }
        strings.append(0)
    }

    /// Appends a number from its text, in the narrowest form that holds it exactly.
    mutating func appendNumber(_ text: UnsafeRawBufferPointer, isWhole: Bool) {
        if isWhole, let value = JSONSyntax.signedInteger(text) {
            append(value)
        } else if isWhole, let value = JSONSyntax.unsignedInteger(text) {
            append(value)
        } else if !isWhole, let value = readDouble(text) {
            append(value)
        } else {
            append(.digits) { strings in strings.append(contentsOf: text) }
        }
    }

    /// Opens an array or object and returns the handle to close it with.
    mutating func open(_ tag: JSONTag) -> Int {
        append(tag)
        return words.count - 1
    }

    /// Closes a container that holds `count` elements or members.
    mutating func close(_ start: Int, _ tag: JSONTag, count: Int) {
        append(tag, payload: start)
        words[start] |= UInt64(words.count) | UInt64(min(count, 0xFF_FFFF)) << 32
    }

    consuming func finish() -> JSONTape {
        append(.root, payload: 0)
        words[0] = Self.word(.root, payload: words.count)
        let ownedWords = UnsafeMutablePointer<UInt64>.allocate(capacity: words.count)
        ownedWords.initialize(from: words, count: words.count)
        // As simdjson's buffer, ours may be read a word behind the last string.
        let ownedStrings = UnsafeMutablePointer<UInt8>.allocate(capacity: strings.count + 8)
        ownedStrings.initialize(repeating: 0, count: strings.count + 8)
        ownedStrings.update(from: strings, count: strings.count)
        return JSONTape(owning: ownedWords, strings: ownedStrings)
    }

    private mutating func append(_ tag: JSONTag, payload: Int) {
        words.append(Self.word(tag, payload: payload))
    }

    private static func word(_ tag: JSONTag, payload: Int) -> UInt64 {
        UInt64(tag.rawValue) << 56 | UInt64(payload)
    }
}

extension TapeBuilder {
    mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(JSONTag.null)
        case .bool(let value): append(value ? JSONTag.true : JSONTag.false)
        case .integer(let value): append(value)
        case .unsigned(let value): append(value)
        case .double(let value): append(value)
        case .digits(let text): append(.digits, text)
        case .string(let text): append(.string, text)
        case .array(let elements):
            let start = open(.array)
            for element in elements { append(element) }
            close(start, .arrayEnd, count: elements.count)
        case .object(let members):
            let start = open(.object)
            for member in members {
                append(.string, member.key)
                append(member.value)
            }
            close(start, .objectEnd, count: members.count)
        }
    }

    private mutating func append(_ tag: JSONTag, _ text: String) {
        append(tag) { strings in strings.append(contentsOf: text.utf8) }
    }
}
