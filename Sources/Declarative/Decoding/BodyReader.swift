internal import CSV
internal import Connector
internal import HTTPClient
internal import JSON
internal import XML

/// Reads a body through a decoder, piece by piece: as it arrives, or from where it lies as a whole.
struct BodyReader: ~Copyable {
    private var decoder: BatchDecoder?
    private var stream: HTTPStream?
    private var piece: PaddedBytes
    private var position = 0

    /// A reader of what a decoder makes of a stream.
    init(_ stream: consuming HTTPStream, _ decoder: consuming BatchDecoder) {
        self.decoder = consume decoder
        self.stream = consume stream
        piece = PaddedBytes()
    }

    /// A reader of what a decoder makes of a body that is there.
    init(_ bytes: consuming PaddedBytes, _ decoder: consuming BatchDecoder) {
        self.decoder = consume decoder
        stream = nil
        piece = bytes
    }

    /// The next batch in what has arrived; nil when that is used up.
    mutating func nextBatch() throws(TextFault) -> JSONDocument? {
        guard var decoder = decoder.take() else { return nil }
        var place = position
        var batch: JSONDocument?
        var fault: TextFault?
        piece.withUnsafeBytes { bytes in
            do throws(TextFault) {
                batch = try decoder.nextBatch(in: bytes, from: &place)
            } catch {
                fault = error
            }
        }
        position = place
        self.decoder = consume decoder
        if let fault { throw fault }
        return batch
    }

    /// Waits for more of the body and shows it; false at its end.
    mutating func refill(
        until deadline: Deadline, _ show: (UnsafeRawBufferPointer) -> Void
    ) async throws(HTTPError) -> Bool {
        position = 0
        let hasMore = try await stream?.next(into: &piece, until: deadline) ?? false
        if hasMore { piece.withUnsafeBytes(show) } else { piece.removeAll() }
        return hasMore
    }

    /// Ends the text.
    mutating func finish() throws(TextFault) -> BatchDecoder.Ending {
        guard let decoder = decoder.take() else { return BatchDecoder.Ending() }
        return try decoder.finish()
    }
}

extension RecordDecoder {
    /// What decodes a body piece by piece; nil where the whole document is needed.
    var batchDecoder: BatchDecoder? {
        get {
            switch self {
            case .json(let path):
                guard let names = path.map(\.names) ?? [] else { return nil }
                return .json(JSONStream(path: names, duplicateKeys: .keep))
            case .jsonLines: return .lines(JSONLines(duplicateKeys: .keep))
            case .csv(let format): return .csv(CSVDecoder(format))
            case .xml(let path): return .xml(XMLDecoder(path: path))
            }
        }
    }
}
