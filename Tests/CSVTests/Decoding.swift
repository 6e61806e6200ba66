import JSON

@testable import CSV

/// What a decoder made of a text, batch by batch.
struct DecodedText: Equatable {
    var batches: [JSONValue] = []

    var records: [JSONValue] { batches.flatMap { $0.array ?? [] } }

    /// Decodes `text` in chunks whose lengths `nextLength` gives. Each chunk lies in memory of exactly its own size.
    static func decode(
        _ text: some Sequence<UInt8>, _ format: CSVFormat = .standard, limits: CSVLimits = CSVLimits(),
        chunks nextLength: () -> Int = { .max }
    ) throws(CSVError) -> DecodedText {
        var decoded = DecodedText()
        var decoder = CSVDecoder(format, limits: limits)
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
        if let batch = try decoder.finish() { decoded.batches.append(JSONValue(batch.root)) }
        return decoded
    }

    /// Decodes `text` whole, in chunks of 1, 2 and 3 bytes, and cut in two at every place; all must agree.
    static func everyWay(
        _ text: some Sequence<UInt8>, _ format: CSVFormat = .standard, limits: CSVLimits = CSVLimits()
    ) -> [Result<DecodedText, CSVError>] {
        let bytes = Array(text)
        func result(_ nextLength: () -> Int) -> Result<DecodedText, CSVError> {
            do throws(CSVError) {
                return .success(try decode(bytes, format, limits: limits, chunks: nextLength))
            } catch {
                return .failure(error)
            }
        }
        var results = [result { .max }, result { 1 }, result { 2 }, result { 3 }]
        for cut in 1..<max(bytes.count, 1) {
            var lengths = [cut].makeIterator()
            results.append(result { lengths.next() ?? .max })
        }
        return results
    }
}

extension JSONValue {
    /// Records as rows of fields, where every record has the columns `names` and no others.
    func fields(of names: [String]) -> [JSONValue]? {
        guard let object, object.map(\.key) == names else { return nil }
        return object.map(\.value)
    }
}
