internal import CSimdJSON

/// The memory behind a document: tape words and string bytes, either simdjson's or, for texts it refuses, our own.
///
/// `@unchecked Sendable`: nothing writes to the memory after `parse` has returned.
final class JSONTape: @unchecked Sendable {
    let words: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
    private let release: Release

    private enum Release {
        case pooled(TapeMemory)
        case built(BuiltTape)
    }

    private init(pooled memory: TapeMemory, words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>) {
        self.words = words
        self.strings = strings
        release = .pooled(memory)
    }

    /// A tape that a `TapeBuilder` has written.
    init(_ built: BuiltTape) {
        words = UnsafePointer(built.words)
        strings = UnsafePointer(built.strings)
        release = .built(built)
    }

    deinit {
        switch release {
        case .pooled(let memory):
            TapeMemory.pool.giveBack(memory)
        case .built(let built):
            BuiltTape.giveBack(built)
        }
    }

    var root: UnsafeJSONNode { UnsafeJSONNode(words: words, strings: strings, index: 1) }

    /// Parses with simdjson, and whatever that refuses with the exact parser, which accepts numbers of any size and
    /// says what is wrong with the rest.
    static func parse(_ text: UnsafeRawBufferPointer) throws(JSONError) -> JSONTape {
        let mark = ByteOrderMark.length(in: text)
        if let tape = try parseQuickly(UnsafeRawBufferPointer(rebasing: text[mark...])) { return tape }
        return try ExactParser.parse(text)
    }

    /// `text` must be readable for `PaddedBytes.padding` bytes behind its end. Returns nil when simdjson refuses it.
    private static func parseQuickly(_ text: UnsafeRawBufferPointer) throws(JSONError) -> JSONTape? {
        guard !text.isEmpty, let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        let outOfMemory = JSONError(reason: .outOfMemory, offset: 0)
        guard let scratch = ParserMemory.pool.take(fitting: text.count) ?? ParserMemory(),
            let memory = TapeMemory.pool.take(fitting: text.count) ?? TapeMemory()
        else { throw outOfMemory }
        defer { ParserMemory.pool.giveBack(scratch) }
        let status = curlew_json_parse(scratch.handle, memory.handle, bytes, text.count)
        guard status == curlew_json_success,
            let words = curlew_json_tape_words(memory.handle),
            let strings = curlew_json_tape_strings(memory.handle)
        else {
            TapeMemory.pool.giveBack(memory)
            if status == curlew_json_out_of_memory { throw outOfMemory }
            return nil
        }
        return JSONTape(pooled: memory, words: words, strings: strings)
    }
}

/// Scratch memory of simdjson.
private final class ParserMemory: Poolable, @unchecked Sendable {
    static let pool = Pool<ParserMemory>()
    let handle: OpaquePointer

    init?() {
        guard let handle = curlew_json_parser_create() else { return nil }
        self.handle = handle
    }

    deinit { curlew_json_parser_destroy(handle) }

    var capacity: Int { curlew_json_parser_capacity(handle) }
}

/// A tape and string buffer of simdjson.
private final class TapeMemory: Poolable, @unchecked Sendable {
    static let pool = Pool<TapeMemory>()
    let handle: OpaquePointer

    init?() {
        guard let handle = curlew_json_tape_create() else { return nil }
        self.handle = handle
    }

    deinit { curlew_json_tape_destroy(handle) }

    var capacity: Int { curlew_json_tape_capacity(handle) }
}
