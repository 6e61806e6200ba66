internal import Connector
internal import JSON

extension TransformRun {
    /// In bytes; a name is at most as long as the record it comes from.
    private static var mostNames: Int { 64 << 20 }

    /// Moves the members of objects up. Empty objects stay, so that nothing is lost; two fields of one name are an error.
    mutating func flatten(_ fields: inout [WorkingField], separator: [UInt8], depth: Int?) throws(Failure) {
        var flat: [WorkingField] = []
        flat.reserveCapacity(fields.count * 2)
        let namesBefore = madeNames.count
        for field in fields { try moveUp(field, separator, levels: depth ?? .max, to: &flat) }
        if madeNames.count > namesBefore, let twin = firstTwin(in: flat) {
            throw Failure(
                .data, "`flatten` makes two fields named `\(twin)` of one record.",
                hint: "rename or drop one of them before, or choose another `separator`")
        }
        fields = flat
    }

    private mutating func moveUp(
        _ field: WorkingField, _ separator: [UInt8], levels: Int, to flat: inout [WorkingField]
    ) throws(Failure) {
        guard levels > 0, let inner = fields(of: field.value), !inner.isEmpty else {
            flat.append(field)
            return
        }
        guard madeNames.count < Self.mostNames else {
            throw Failure(.data, "`flatten` makes more than \(Self.mostNames >> 20) MB of names of one record.")
        }
        for member in inner {
            let name = join(field.name, separator, member.name)
            try moveUp(WorkingField(name: name, value: member.value), separator, levels: levels - 1, to: &flat)
        }
    }

    private mutating func join(
        _ outer: WorkingField.Name, _ separator: [UInt8], _ inner: WorkingField.Name
    ) -> WorkingField.Name {
        let start = madeNames.count
        appendText(of: outer)
        madeNames += separator
        appendText(of: inner)
        return .made(
            start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: madeNames.count - start))
    }

    private mutating func appendText(of name: WorkingField.Name) {
        switch name {
        case .source(let place): madeNames += source.at(place).utf8
        case .label(let label): madeNames += labels.at(pass.labelPlaces[label]).utf8
        case .made(let start, let count): madeNames += Array(madeNames[Int(start)..<Int(start + count)])
        }
    }

    /// A name that two fields have. Names are told apart by their hashes first: there may be many.
    private mutating func firstTwin(in fields: [WorkingField]) -> String? {
        hashes.removeAll(keepingCapacity: true)
        for field in fields { hashes.append(withBytes(of: field.name) { Self.hash($0) }) }
        hashes.sort()
        guard zip(hashes, hashes.dropFirst()).contains(where: { $0 == $1 }) else { return nil }
        for (position, field) in fields.enumerated() {
            guard fields[..<position].contains(where: { isSame($0.name, field.name) }) else { continue }
            return withBytes(of: field.name) { String(decoding: $0, as: UTF8.self) }
        }
        return nil
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash)
    }

    func isSame(_ left: WorkingField.Name, _ right: WorkingField.Name) -> Bool {
        withBytes(of: left) { left in
            withBytes(of: right) { right in left.count == right.count && left.elementsEqual(right) }
        }
    }

    private func withBytes<Result>(
        of name: WorkingField.Name, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        switch name {
        case .source(let place): body(source.at(place).utf8)
        case .label(let label): body(labels.at(pass.labelPlaces[label]).utf8)
        case .made(let start, let count):
            madeNames.withUnsafeBufferPointer { names in
                body(UnsafeBufferPointer(rebasing: names[Int(start)..<Int(start + count)]))
            }
        }
    }
}
