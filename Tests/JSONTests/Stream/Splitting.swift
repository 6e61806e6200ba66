@testable import JSON

/// What a stream made of a text.
struct SplitText: Equatable {
    var batches: [JSONValue] = []
    var remainder: JSONValue?

    var elements: [JSONValue] { batches.flatMap { $0.array ?? [] } }

    /// The remainder with the elements put back into the array at `path`.
    func rejoined(path: [String]) -> JSONValue? {
        remainder.map { batches.isEmpty ? $0 : Self.filling($0, path[...], elements) }
    }

    private static func filling(_ value: JSONValue, _ path: ArraySlice<String>, _ elements: [JSONValue]) -> JSONValue {
        guard let name = path.first else { return .array(elements) }
        var object = value.object ?? JSONObject()
        object[name] = filling(object[name] ?? .null, path.dropFirst(), elements)
        return .object(object)
    }
}

extension SplitText {
    /// Streams `text` in chunks whose lengths `nextLength` gives. Each chunk lies in memory of exactly its own size.
    static func stream(
        _ text: some Sequence<UInt8>, path: [String], limits: JSONStreamLimits = JSONStreamLimits(),
        duplicateKeys: JSONDocument.DuplicateKeys = .reject, chunks nextLength: () -> Int
    ) throws(JSONError) -> SplitText {
        var split = SplitText()
        var stream = JSONStream(path: path, limits: limits, duplicateKeys: duplicateKeys)
        var rest = Array(text)[...]
        while let chunk = takeChunk(of: &rest, nextLength) {
            defer { chunk.deallocate() }
            var position = 0
            while let batch = try stream.nextBatch(in: UnsafeRawBufferPointer(chunk), from: &position) {
                split.batches.append(JSONValue(batch.root))
            }
        }
        split.remainder = JSONValue(try stream.finish().root)
        return split
    }

    /// Streams JSON Lines in chunks.
    static func lines(
        _ text: some Sequence<UInt8>, limits: JSONStreamLimits = JSONStreamLimits(),
        duplicateKeys: JSONDocument.DuplicateKeys = .reject, chunks nextLength: () -> Int
    ) throws(JSONError) -> SplitText {
        var split = SplitText()
        var lines = JSONLines(limits: limits, duplicateKeys: duplicateKeys)
        var rest = Array(text)[...]
        while let chunk = takeChunk(of: &rest, nextLength) {
            defer { chunk.deallocate() }
            var position = 0
            while let batch = try lines.nextBatch(in: UnsafeRawBufferPointer(chunk), from: &position) {
                split.batches.append(JSONValue(batch.root))
            }
        }
        if let batch = try lines.finish() { split.batches.append(JSONValue(batch.root)) }
        return split
    }

    private static func takeChunk(
        of text: inout ArraySlice<UInt8>, _ nextLength: () -> Int
    ) -> UnsafeMutableRawBufferPointer? {
        if text.isEmpty { return nil }
        let piece = text.prefix(max(nextLength(), 1))
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: piece.count, alignment: 1)
        chunk.copyBytes(from: piece)
        text = text.dropFirst(piece.count)
        return chunk
    }
}

/// The error that `body` throws.
func jsonError(_ body: () throws(JSONError) -> SplitText) -> JSONError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
