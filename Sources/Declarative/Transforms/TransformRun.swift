internal import Connector
internal import JSON
internal import Templates

/// One pass over one batch: turns each record into fields, carries out the steps on them, and writes what comes of it.
struct TransformRun: ~Copyable {
    private static let mostOutput = 256 << 20

    let pass: TransformPass
    let source: UnsafeJSONNode
    let document: JSONDocument
    let labels: UnsafeJSONNode
    var context: TemplateContext

    // What the fields of the current record refer to.
    var madeNames: [UInt8] = []
    var madeValues: [JSONValue] = []
    var madeFields: [[WorkingField]] = []
    var hashes: [Int] = []
    /// The fields of the current record, an array that is used again and again.
    private var current: [WorkingField] = []

    private var builder: TapeBuilder
    private var keys: [TapeBuilder.Key] = []
    private var places: [Int] = []
    private var writtenCount = 0
    private let list: Int

    init(
        _ pass: TransformPass, source: UnsafeJSONNode, document: JSONDocument, labels: UnsafeJSONNode,
        context: TemplateContext
    ) {
        self.pass = pass
        self.source = source
        self.document = document
        self.labels = labels
        self.context = context
        builder = TapeBuilder(capacity: 64 << 10)
        for place in pass.labelPlaces { keys.append(builder.makeKey(labels.at(place).utf8)) }
        list = builder.open(.array)
    }

    /// Writes what becomes of a record.
    mutating func transform(_ record: UnsafeJSONNode, _ faults: inout RecordFaults) throws(Failure) {
        madeNames.removeAll(keepingCapacity: true)
        madeValues.removeAll(keepingCapacity: true)
        madeFields.removeAll(keepingCapacity: true)
        if pass.usesRecord { context[.record] = .view(document.root.view(of: record)) }
        var fields: [WorkingField] = []
        swap(&fields, &current)
        fields.removeAll(keepingCapacity: true)
        appendFields(of: record, to: &fields)
        let writtenBefore = places.count
        do throws(Failure) {
            try carryOut(pass.steps[...], on: &fields)
        } catch {
            // The records that an exploded one became so far are left on the tape, but are no part of the batch.
            places.removeLast(places.count - writtenBefore)
            try faults.add(error)
        }
        swap(&fields, &current)
    }

    /// Ends the batch.
    consuming func finish() -> RecordBatch {
        builder.close(list, .arrayEnd, count: writtenCount)
        return RecordBatch(document: builder.finishDocument(), places: places)
    }

    private mutating func carryOut(
        _ steps: ArraySlice<TransformStep>, on fields: inout [WorkingField]
    ) throws(Failure) {
        var rest = steps
        while let step = rest.popFirst() {
            switch step {
            case .set(let settings): try set(settings, in: &fields)
            case .rename(let way, let label): rename(way, to: label, in: &fields)
            case .drop(let trees): drop(trees, from: &fields)
            case .select(let trees): select(trees, from: &fields)
            case .flatten(let separator, let depth): try flatten(&fields, separator: separator, depth: depth)
            case .explode(let way):
                for var part in explode(way, fields) { try carryOut(rest, on: &part) }
                return
            }
        }
        // A long array in a large record would make more records than there is memory for.
        guard builder.index * 8 + builder.textSize < Self.mostOutput else {
            throw Failure(
                .data, "The transforms make more than \(Self.mostOutput >> 20) MB of one batch of records.",
                hint: "drop large fields before `explode`")
        }
        places.append(builder.index)
        writtenCount += 1
        write(fields)
    }
}

// Fields.
extension TransformRun {
    func appendFields(of object: UnsafeJSONNode, to fields: inout [WorkingField]) {
        guard object.tag == .object else { return }
        var key = object.first
        while !key.isEnd {
            let value = key.next
            fields.append(WorkingField(name: .source(key.index), value: .source(value.index)))
            key = value.next
        }
    }

    /// The fields of a value that is an object; nil for any other.
    func fields(of value: WorkingField.Value) -> [WorkingField]? {
        switch value {
        case .fields(let index): return madeFields[index]
        case .source(let place):
            let node = source.at(place)
            guard node.tag == .object else { return nil }
            var fields: [WorkingField] = []
            fields.reserveCapacity(node.count)
            appendFields(of: node, to: &fields)
            return fields
        // A step that looks into values that may have been made begins a pass of its own.
        case .made: return nil
        }
    }

    func isNamed(_ name: WorkingField.Name, _ label: Int) -> Bool {
        switch name {
        case .label(let own): return own == label
        case .source(let place):
            let wanted = labels.at(pass.labelPlaces[label]).utf8
            let key = source.at(place)
            return key.utf8.count == wanted.count && key.hasText(UnsafeRawBufferPointer(wanted))
        case .made(let start, let count):
            let wanted = labels.at(pass.labelPlaces[label]).utf8
            return wanted.count == Int(count) && wanted.elementsEqual(madeNames[Int(start)..<Int(start + count)])
        }
    }
}

// Writing.
extension TransformRun {
    private mutating func write(_ fields: [WorkingField]) {
        let object = builder.open(.object)
        for field in fields {
            switch field.name {
            case .source(let place): builder.append(copyOf: source.at(place))
            case .label(let label): builder.append(keys[label])
            case .made(let start, let count):
                let key = builder.makeKey(madeNames[Int(start)..<Int(start + count)])
                builder.append(key)
            }
            switch field.value {
            case .source(let place): builder.append(copyOf: source.at(place))
            case .made(let index): builder.append(copyOf: madeValues[index])
            case .fields(let index): write(madeFields[index])
            }
        }
        builder.close(object, .objectEnd, count: fields.count)
    }
}
