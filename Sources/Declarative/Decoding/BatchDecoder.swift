internal import CSV
internal import JSON
internal import XML

/// One of the decoders that read a text piece by piece, behind one face.
enum BatchDecoder: ~Copyable {
    case json(JSONStream)
    case lines(JSONLines)
    case csv(CSVDecoder)
    case xml(XMLDecoder)

    /// What is there once a text has ended.
    struct Ending {
        /// The last records that were not handed out.
        var lastBatch: JSONDocument?
        /// What stood outside the records, in formats that have such.
        var remainder: JSONDocument?
    }

    /// Reads on in `chunk` from `position`; nil when it is used up.
    mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(TextFault) -> JSONDocument? {
        var batch: JSONDocument?
        var fault: TextFault?
        switch consume self {
        case .json(var stream):
            do { batch = try stream.nextBatch(in: chunk, from: &position) } catch { fault = .json(error) }
            self = .json(stream)
        case .lines(var lines):
            do { batch = try lines.nextBatch(in: chunk, from: &position) } catch { fault = .json(error) }
            self = .lines(lines)
        case .csv(var decoder):
            do { batch = try decoder.nextBatch(in: chunk, from: &position) } catch { fault = .csv(error) }
            self = .csv(decoder)
        case .xml(var decoder):
            do { batch = try decoder.nextBatch(in: chunk, from: &position) } catch { fault = .xml(error) }
            self = .xml(decoder)
        }
        if let fault { throw fault }
        return batch
    }

    /// Ends the text.
    consuming func finish() throws(TextFault) -> Ending {
        switch consume self {
        case .json(let stream):
            do { return Ending(remainder: try stream.finish()) } catch { throw .json(error) }
        case .lines(let lines):
            do { return Ending(lastBatch: try lines.finish()) } catch { throw .json(error) }
        case .csv(let decoder):
            do { return Ending(lastBatch: try decoder.finish()) } catch { throw .csv(error) }
        case .xml(let decoder):
            do {
                let ending = try decoder.finish()
                return Ending(lastBatch: ending.lastBatch, remainder: ending.remainder)
            } catch { throw .xml(error) }
        }
    }
}
