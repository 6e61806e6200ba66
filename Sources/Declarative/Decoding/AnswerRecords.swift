internal import Connector
internal import HTTPClient
internal import JSON

/// The records of an answer, batch by batch, and what stands around them.
///
///     var records = AnswerRecords(answer, decoder)
///     while let batch = try await records.next() { … }
///     records.body                                        // for pagers and rules
///
/// An answer with the status of an error has no records, and is parsed for the sake of its body.
struct AnswerRecords: ~Copyable {
    /// The body: of a whole answer from the beginning, of a streamed one without its records, once `next` has returned
    /// nil. Nil for formats that have nothing but records, and for what cannot be parsed.
    private(set) var body: JSONView?
    /// How many bytes of the body were read.
    private(set) var byteCount = 0
    private let decoder: RecordDecoder
    private let deadline: Deadline
    private var text: AnswerText
    /// Records that were decoded already, the next one last.
    private var ready: [RecordBatch] = []
    private var reader: BodyReader?
    /// A stream whose document is needed as a whole.
    private var uncollected: HTTPStream?
    private var fault: DecodingFault?

    /// The records that a decoder finds in an answer. With `keepsBody` a streamed one is collected first, so that its
    /// records can be seen in `body`. A stream ends when the deadline is pulled.
    init(
        _ answer: consuming Answer, _ decoder: RecordDecoder, keepsBody: Bool = false,
        until deadline: Deadline = Deadline()
    ) {
        self.decoder = decoder
        self.deadline = deadline
        text = AnswerText(answer.head)
        let isError = !(200..<300).contains(answer.head.status)
        switch consume answer.body {
        case .whole(let bytes):
            byteCount = bytes.count
            bytes.withUnsafeBytes { text.begin($0) }
            if isError { readBodyOfError(bytes) } else { begin(bytes) }
        case .stream(let stream):
            if isError { return }
            if keepsBody, decoder.hasBody {
                uncollected = consume stream
            } else if let batchDecoder = decoder.batchDecoder {
                reader = BodyReader(stream, batchDecoder)
            } else {
                uncollected = consume stream
            }
        }
    }

    /// The next records; nil when there are no more. After an error, every call throws it again.
    mutating func next() async throws(DecodingFault) -> RecordBatch? {
        await collect()
        if let batch = ready.popLast() { return batch }
        if let fault { throw fault }
        do throws(DecodingFault) {
            return try await readOn()
        } catch {
            fault = error
            throw error
        }
    }
}

// Whole answers.
extension AnswerRecords {
    /// Errors come as JSON, or in the format that the records would have, or are for people.
    private mutating func readBodyOfError(_ bytes: consuming PaddedBytes) {
        if case .xml = decoder, text.isXML {
            readWhole(bytes)
            ready = []
            fault = nil
        } else {
            body = try? JSONDocument.parse(bytes, duplicateKeys: .keep).root
        }
    }

    private mutating func begin(_ bytes: consuming PaddedBytes) {
        if bytes.count == 0 { return }
        if let unexpected = text.unexpected(for: decoder) {
            fault = .malformed(unexpected)
            if text.isJSON { body = try? JSONDocument.parse(bytes, duplicateKeys: .keep).root }
            return
        }
        switch decoder {
        case .json: parse(bytes)
        case .xml: readWhole(bytes)
        case .csv, .jsonLines:
            if let batchDecoder = decoder.batchDecoder { reader = BodyReader(bytes, batchDecoder) }
        }
    }

    private mutating func parse(_ bytes: consuming PaddedBytes) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument.parse(bytes, duplicateKeys: .keep)
        } catch {
            if error.reason != .empty { fault = TextFault.json(error).fault(in: text) }
            return
        }
        body = document.root
        do throws(DecodingFault) {
            let records = try selectRecords(in: document)
            if !records.isEmpty { ready = [records] }
        } catch {
            fault = error
        }
    }

    /// Reads all there is, so that what stands outside the records is known before them.
    private mutating func readWhole(_ bytes: consuming PaddedBytes) {
        guard let batchDecoder = decoder.batchDecoder else { return }
        reader = BodyReader(bytes, batchDecoder)
        var batches: [RecordBatch] = []
        do throws(DecodingFault) {
            while let batch = try readOnInPiece() { batches.append(batch) }
            if let batch = try endReading() { batches.append(batch) }
        } catch {
            fault = error
        }
        ready = batches.reversed()
    }

    private func selectRecords(in document: JSONDocument) throws(DecodingFault) -> RecordBatch {
        guard case .json(let path) = decoder else { return .empty }
        do throws(RecordSelection.Fault) {
            return try RecordSelection.records(at: path, in: document)
        } catch {
            throw .malformed(Failure(.data, "The answer of \(text.url.redacted) \(error.reason).", hint: error.hint))
        }
    }
}

// Answers that are read piece by piece.
extension AnswerRecords {
    /// Receives all of a stream whose document is needed as a whole, so that `body` is there; what goes wrong is thrown
    /// by `next`.
    mutating func collect() async {
        guard var stream = uncollected.take() else { return }
        var bytes = PaddedBytes()
        var piece = PaddedBytes()
        do throws(HTTPError) {
            while try await stream.next(into: &piece, until: deadline) {
                guard bytes.count + piece.count <= Self.largestDocument else { return refuseToCollect() }
                piece.withUnsafeBytes { bytes.append($0) }
            }
        } catch {
            fault = .interrupted(error)
            return
        }
        byteCount = bytes.count
        bytes.withUnsafeBytes { text.begin($0) }
        begin(bytes)
    }

    private mutating func refuseToCollect() {
        fault = .malformed(
            Failure(
                .data, "The answer of \(text.url.redacted) is larger than \(Self.largestDocument >> 20) MB.",
                hint:
                    "A path of names alone, such as `data.items`, and rules and pagination that look at nothing inside it,"
                    + " let an answer of any size be read piece by piece."))
    }

    /// A document that is needed as a whole is at most as large.
    private static var largestDocument: Int { 256 << 20 }

    private mutating func readOn() async throws(DecodingFault) -> RecordBatch? {
        while reader != nil {
            if let batch = try readOnInPiece() { return batch }
            var beginning = text
            var count = byteCount
            let hasMore: Bool
            do throws(HTTPError) {
                hasMore =
                    try await reader?.refill(until: deadline) {
                        beginning.begin($0)
                        count += $0.count
                    } ?? false
            } catch {
                throw .interrupted(error)
            }
            text = beginning
            byteCount = count
            if let unexpected = text.unexpected(for: decoder) { throw .malformed(unexpected) }
            if !hasMore { return try endReading() }
        }
        return nil
    }

    private mutating func readOnInPiece() throws(DecodingFault) -> RecordBatch? {
        do throws(TextFault) {
            while let document = try reader?.nextBatch() {
                let batch = RecordShape.batch(elementsOf: document.root)
                if !batch.isEmpty { return batch }
            }
            return nil
        } catch {
            throw error.fault(in: text)
        }
    }

    /// Ends the text; the last records, if there are any, come from what stood outside the others or were held back.
    private mutating func endReading() throws(DecodingFault) -> RecordBatch? {
        guard var reader = reader.take() else { return nil }
        let ending: BatchDecoder.Ending
        do throws(TextFault) {
            ending = try reader.finish()
        } catch {
            if error.isEmptiness { return nil }
            throw error.fault(in: text)
        }
        body = ending.remainder?.root
        let last: RecordBatch
        if case .json = decoder, let remainder = ending.remainder {
            last = try selectRecords(in: remainder)
        } else {
            last = ending.lastBatch.map { RecordShape.batch(elementsOf: $0.root) } ?? .empty
        }
        return last.isEmpty ? nil : last
    }
}

extension RecordDecoder {
    /// Whether an answer is a document that has more than its records.
    fileprivate var hasBody: Bool {
        if case .json = self { true } else { false }
    }
}
