package import JSON

/// A response whose body is taken piece by piece, decompressed, while the rest is on its way. The transfer pauses when
/// the pieces are not taken fast enough, and ends when the stream is dropped.
package struct HTTPStream: ~Copyable, Sendable {
    package let head: HTTPResponseHead
    // Nil for bytes that are at hand.
    private let exchange: Exchange?
    // Its end would be that of the connections.
    private let session: HTTPSession?
    private var decoder: BodyDecoder?
    // What comes before everything that is still to arrive.
    private var start: PaddedBytes
    private var encoded = PaddedBytes()
    private var position = 0
    private var isDrained: Bool

    /// About how large a decompressed piece is at most, in bytes.
    private static let decodedPiece = 128 << 10

    init(_ exchange: Exchange, head: HTTPResponseHead, session: HTTPSession) {
        self.exchange = exchange
        self.head = head
        self.session = session
        var start = exchange.takeStart()
        decoder = start.decoder.take()
        // A decoder that was stopped may hold more than it gave.
        isDrained = start.bytes.count == 0
        self.start = PaddedBytes()
        swap(&self.start, &start.bytes)
    }

    /// A response whose body is at hand, as it is when it is replayed.
    package init(head: HTTPResponseHead, body: consuming PaddedBytes) {
        self.head = head
        exchange = nil
        session = nil
        decoder = nil
        start = body
        isDrained = true
    }

    deinit {
        exchange?.cancel()
    }

    /// Whether `next` returns without waiting for the server.
    package var isReady: Bool {
        start.count > 0 || !isDrained || exchange?.hasBytes ?? true
    }

    /// Ends the transfer from anywhere, so that whoever waits in `next` gets a `cancelled`.
    package var cancellation: @Sendable () -> Void {
        let exchange = exchange
        return { exchange?.cancel() }
    }

    /// Replaces what `piece` holds with the next bytes of the body; false at its end.
    ///
    /// Use the same buffer again and again: its memory goes back and forth. Throws when the body is not complete, after
    /// what there is of it was given out, and when it exceeds the request's limit.
    package mutating func next(into piece: inout PaddedBytes) async throws(HTTPError) -> Bool {
        piece.removeAll()
        if start.count > 0 {
            swap(&start, &piece)
            return true
        }
        guard let exchange else { return false }
        do throws(ExchangeFailure) {
            if decoder == nil {
                await exchange.wait(for: .bytes)
                try exchange.takeBytes(&piece)
            } else {
                try await decode(into: &piece, from: exchange)
            }
            return piece.count > 0
        } catch {
            throw error.error(for: exchange.request)
        }
    }

    private mutating func decode(
        into piece: inout PaddedBytes, from exchange: Exchange
    ) async throws(ExchangeFailure) {
        while piece.count == 0 {
            if isDrained {
                await exchange.wait(for: .bytes)
                try exchange.takeBytes(&encoded)
                position = 0
                guard encoded.count > 0 else {
                    if let decoder = decoder.take() { try decoder.finish() }
                    return
                }
            }
            try decodeOn(into: &piece)
        }
    }

    private mutating func decodeOn(into piece: inout PaddedBytes) throws(ExchangeFailure) {
        (position, isDrained) = try encoded.withUnsafeBytes { (bytes) throws(ExchangeFailure) in
            var rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            let isDrained = try decoder?.decode(&rest, to: &piece, most: Self.decodedPiece) ?? true
            return (bytes.count - rest.count, isDrained)
        }
    }
}
