extension Levels {
    /// Appends the repetition levels of a range of entries.
    func appendRepetition(_ range: Range<Int>, to buffer: inout ByteBuffer) {
        guard let repetition, maxRepetition > 0 else { return }
        HybridEncoding(width: HybridEncoding.width(of: maxRepetition))
            .append(repetition + range.lowerBound, count: range.count, to: &buffer)
    }

    /// Appends the definition levels of a range of entries.
    func appendDefinition(_ range: Range<Int>, to buffer: inout ByteBuffer) {
        guard maxDefinition > 0, !range.isEmpty else { return }
        let encoding = HybridEncoding(width: HybridEncoding.width(of: maxDefinition))
        if let definition {
            encoding.append(definition + range.lowerBound, count: range.count, to: &buffer)
        } else if let bits {
            // Only with one nullable column on the path: `definitionBytes` has seen to the others.
            HybridEncoding.append(bits, from: range.lowerBound, count: range.count, to: &buffer)
        } else {
            encoding.appendRun(UInt32(uniform), length: range.count, to: &buffer)
        }
    }

    /// The levels in a form that can be encoded.
    func encodable(_ arena: LevelArena) -> Levels {
        guard bits != nil, maxDefinition > 1 else { return self }
        var levels = self
        levels.definition = definitionBytes(arena)
        levels.bits = nil
        return levels
    }
}
