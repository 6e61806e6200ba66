internal import Compression
internal import JSON
internal import Spelling

/// Undoes the content coding of a body (RFC 9110, section 8.4).
///
/// This is not left to libcurl, which takes a compressed body that breaks off for a whole one, grants zstd a window of
/// 128 MB, and holds up to 64 MB of decompressed data when a transfer is paused.
struct BodyDecoder: ~Copyable {
    private var decompressor: StreamDecompressor
    private var hasBegun = false

    /// The decoder a body needs, from the value of `Content-Encoding`; nil for none. Names that are no coding, as some
    /// servers send, mean none. Throws for codings that cannot be undone.
    static func named(_ coding: String?, limit: Int) throws(ExchangeFailure) -> BodyDecoder? {
        let names = (coding ?? "").split(separator: ",").map { $0.lowercased().filter { $0 != " " && $0 != "\t" } }
        let known = names.filter { $0 != "identity" && !$0.isEmpty }
        guard let first = known.first else { return nil }
        if known.contains(where: ["br", "compress", "x-compress", "dcb", "dcz"].contains) || known.count > 1 {
            let reason = "its body is encoded in a way that was not offered: \(known.joined(separator: ", "))"
            throw ExchangeFailure(.protocol(reason.shortened), wasSent: true)
        }
        guard let format = first == "x-gzip" ? .gzip : StreamFormat(rawValue: first) else { return nil }
        return try BodyDecoder(format, limit: limit)
    }

    private init(_ format: StreamFormat, limit: Int) throws(ExchangeFailure) {
        do {
            decompressor = try StreamDecompressor(format, limit: limit)
        } catch {
            throw ExchangeFailure(.other(error.description), wasSent: true)
        }
    }

    /// What codings are offered to servers.
    static let offered = "gzip, deflate, zstd"

    /// Decodes from the front of `input` and appends what it holds to `output`, up to about `most` bytes; true when all
    /// of `input` is done.
    mutating func decode(
        _ input: inout UnsafeRawBufferPointer, to output: inout PaddedBytes, most: Int = .max
    ) throws(ExchangeFailure) -> Bool {
        let end = output.count.addingReportingOverflow(most)
        var isDrained = false
        hasBegun = true
        while !isDrained, end.overflow || output.count < end.partialValue {
            do throws(CompressionError) {
                // Four times the input is what JSON usually becomes; a bomb gets its room piece by piece.
                let room = min(max(input.count * 4, 16 << 10), 128 << 10)
                try output.append(maximum: room) { (place) throws(CompressionError) in
                    try decompressor.decompress(
                        &input, into: UnsafeMutableRawBufferPointer(start: place, count: room), isDrained: &isDrained)
                }
            } catch {
                throw Self.failure(error)
            }
        }
        return isDrained
    }

    /// Throws unless the body is complete. One without a byte is, whatever its header says of it.
    consuming func finish() throws(ExchangeFailure) {
        guard hasBegun else { return }
        do {
            try decompressor.finish()
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: CompressionError) -> ExchangeFailure {
        let kind: HTTPError.Kind =
            switch error.reason {
            case .truncated: .truncated
            case .tooLarge(let limit): .tooLarge(limit: limit)
            default: .protocol(error.description)
            }
        return ExchangeFailure(kind, wasSent: true)
    }
}
