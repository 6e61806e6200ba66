internal import JSON

/// Makes records, and the remainder, of tags and text as the parser finds them.
///
/// It does not throw, because it is called through C: what it finds wrong stays here until the parser has returned.
struct RecordAssembler: ~Copyable {
    private let limits: XMLLimits
    /// The path's names as `remainder` numbers them.
    private let path: [Int]

    private var remainder = ElementTree()
    private var record = ElementTree()
    private var batch = ElementWriter(capacity: 4 << 10)
    private var array: Int
    /// How many elements are open, and how many of these belong to a record.
    private var (depth, depthInRecord) = (0, 0)
    /// For each open element outside the records whether there are records in it.
    private var holdsRecords: [Bool] = []

    /// How many records the batch has.
    private(set) var recordCount = 0
    /// What was found wrong first. Nothing is read after it.
    private(set) var refusal: XMLError.Reason?

    init(path: [String], limits: XMLLimits) {
        self.limits = limits
        var names = ElementTree()
        self.path = path.map { name in PaddedBytes(name).withUnsafeBytes { names.number(of: $0) } }
        remainder = names
        array = batch.tape.open(.array)
    }

    /// The memory held, in bytes.
    var capacity: Int { remainder.capacity + record.capacity + batch.tape.capacity }

    /// Whether every element is closed.
    var isOutside: Bool { depth == 0 }

    /// Has nothing more read.
    mutating func refuse(_ reason: XMLError.Reason) {
        refusal = reason
    }

    /// Ends the batch and begins another. Returns nil when it is empty.
    mutating func endBatch() -> JSONDocument? {
        guard recordCount > 0 else { return nil }
        if record.names.size > 256 << 10, depthInRecord == 0 { record.forgetNames() }
        var finished = ElementWriter(capacity: batch.tape.textSize)
        swap(&finished, &batch)
        finished.tape.close(array, .arrayEnd, count: recordCount)
        recordCount = 0
        array = batch.tape.open(.array)
        return finished.finish()
    }

    /// What stood outside the records: an object with the root element as its only member.
    mutating func endRemainder() -> JSONDocument {
        var writer = ElementWriter(capacity: remainder.text.count)
        writer.writeObject(0, of: &remainder)
        return writer.finish()
    }
}

extension RecordAssembler {
    mutating func startElement(
        _ name: UnsafeRawBufferPointer, attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard refusal == nil else { return }
        guard depth < limits.depth else {
            refusal = .tooDeep(limit: limits.depth)
            return
        }
        depth += 1
        if depthInRecord > 0 {
            record.openElement(record.number(of: name))
            record.addAttributes(attributes)
            depthInRecord += 1
        } else {
            startOutside(name, attributes: attributes)
        }
        checkSizes()
    }

    mutating func endElement() {
        guard refusal == nil else { return }
        depth -= 1
        guard depthInRecord > 0 else {
            let isHollow = holdsRecords.popLast() ?? false
            // An element that held nothing but records would otherwise be counted for each of them.
            return remainder.closeElement(removingIfEmpty: isHollow)
        }
        depthInRecord -= 1
        record.closeElement()
        if depthInRecord == 0 {
            batch.writeObject(Int(record.nodes[0].first), of: &record)
            recordCount += 1
            record.removeAll()
        }
    }

    mutating func addText(_ text: UnsafeRawBufferPointer) {
        guard refusal == nil else { return }
        if depthInRecord > 0 { record.addText(text) } else { remainder.addText(text) }
        checkSizes()
    }

    private mutating func startOutside(
        _ name: UnsafeRawBufferPointer, attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        let number = remainder.number(of: name)
        if beginsRecord(number) {
            remainder.dropLayout()
            if !holdsRecords.isEmpty { holdsRecords[holdsRecords.count - 1] = true }
            record.openElement(record.number(of: name))
            record.addAttributes(attributes)
            depthInRecord = 1
        } else {
            remainder.openElement(number)
            remainder.addAttributes(attributes)
            holdsRecords.append(false)
        }
    }

    /// Whether the path's names are the last ones on the way from the root to an element named `name`.
    private func beginsRecord(_ name: Int) -> Bool {
        guard let last = path.last else { return true }
        guard name == last else { return false }
        var element = remainder.current
        for name in path.dropLast().reversed() {
            guard remainder.nodes[element].name == name else { return false }
            element = Int(remainder.nodes[element].parent)
        }
        return true
    }

    private mutating func checkSizes() {
        if depthInRecord > 0, record.size > limits.recordSize {
            refusal = .tooLarge(.record, limit: limits.recordSize)
        } else if remainder.size > limits.remainderSize {
            refusal = .tooLarge(.remainder, limit: limits.remainderSize)
        }
    }
}

extension ElementTree {
    /// The memory held, in bytes.
    var capacity: Int { text.capacity + nodes.capacity * MemoryLayout<Node>.stride + names.size }

    /// Gives the current element the attributes of the parser's list: names and values in turn, ended by a null.
    fileprivate mutating func addAttributes(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard var place = list else { return }
        while let name = place[0], let value = place[1] {
            addAttribute(bytes(of: name), bytes(of: value))
            place += 2
        }
    }
}
