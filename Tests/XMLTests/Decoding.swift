import JSON

@testable import XML

/// What a decoder made of a text.
struct DecodedText: Equatable {
    var batches: [JSONValue] = []
    var remainder: JSONValue = nil

    var records: [JSONValue] { batches.flatMap { $0.array ?? [] } }

    /// Decodes `text` in chunks whose lengths `nextLength` gives. Each chunk lies in memory of exactly its own size.
    static func decode(
        _ text: some Sequence<UInt8>, path: [String], limits: XMLLimits = XMLLimits(), sliceSize: Int = 16 << 10,
        chunks nextLength: () -> Int = { .max }
    ) throws(XMLError) -> DecodedText {
        var decoded = DecodedText()
        var decoder = XMLDecoder(path: path, limits: limits, sliceSize: sliceSize)
        var rest = Array(text)[...]
        while !rest.isEmpty {
            let piece = rest.prefix(max(nextLength(), 1))
            rest = rest.dropFirst(piece.count)
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: piece.count, alignment: 1)
            defer { chunk.deallocate() }
            chunk.copyBytes(from: piece)
            var position = 0
            while let batch = try decoder.nextBatch(in: UnsafeRawBufferPointer(chunk), from: &position) {
                decoded.batches.append(JSONValue(batch.root))
            }
        }
        let ending = try decoder.finish()
        if let batch = ending.lastBatch { decoded.batches.append(JSONValue(batch.root)) }
        decoded.remainder = JSONValue(ending.remainder.root)
        return decoded
    }

    /// Decodes `text` whole, cut in two at every place, and handed to the parser in slices of 1, 2, 3 and 7 bytes.
    static func everyWay(
        _ text: some Sequence<UInt8>, path: [String], limits: XMLLimits = XMLLimits()
    ) -> [Result<DecodedText, XMLError>] {
        let bytes = Array(text)
        func result(slice: Int, _ nextLength: () -> Int) -> Result<DecodedText, XMLError> {
            do throws(XMLError) {
                return .success(try decode(bytes, path: path, limits: limits, sliceSize: slice, chunks: nextLength))
            } catch {
                return .failure(error)
            }
        }
        var results = [1, 2, 3, 7].map { size in result(slice: size) { .max } }
        results.append(result(slice: 16 << 10) { 1 })
        for cut in 0..<bytes.count {
            var lengths = [cut].makeIterator()
            results.append(result(slice: 16 << 10) { lengths.next() ?? .max })
        }
        return results
    }
}
