internal import Columnar

/// The definition and repetition levels of a column, as far down as its tree has been walked.
///
/// There is one *entry* for each value, null, null list and empty list. The definition level counts the nullable and
/// repeated columns on the path that are there; the repetition level says which list an entry continues, 0 where it begins a
/// row. Because what lies in a null is null itself, a definition level is the sum of the validity bits down the path.
struct Levels {
    var entryCount: Int
    var maxDefinition = 0
    var maxRepetition = 0
    /// The level of every entry; nil when all have `uniform`, or that and their bit.
    var definition: UnsafePointer<UInt8>?
    var uniform: UInt8 = 0
    /// One bit for each entry to add to `uniform`.
    var bits: Bitmap?
    var repetition: UnsafePointer<UInt8>?
    /// The entry of each slot of the present column; nil when slots and entries are the same.
    var entries: UnsafePointer<Int32>?

    /// The levels of rows.
    init(rowCount: Int) {
        entryCount = rowCount
    }

    /// The levels below a nullable column.
    func below(nullable column: borrowing Column, _ arena: LevelArena) -> Levels {
        var levels = self
        levels.maxDefinition += 1
        if entries == nil, definition == nil, bits == nil {
            if column.nullCount == 0 {
                levels.uniform += 1
            } else {
                levels.bits = Bitmap(column.validity)
            }
            return levels
        }
        let sum = arena.allocate(UInt8.self, entryCount)
        copyDefinition(to: sum)
        let validity = Bitmap(column.validity)
        if let entries {
            for slot in 0..<column.count {
                sum[Int(entries[slot])] &+= UInt8(truncatingIfNeeded: validity[slot])
            }
        } else {
            Self.add(validity, to: sum, count: entryCount)
        }
        levels.definition = UnsafePointer(sum)
        levels.bits = nil
        return levels
    }

    /// The levels below a list; `self` are those of its slots.
    func below(list column: borrowing Column, _ arena: LevelArena) -> Levels {
        let (offsets, validity) = (column.offsets, Bitmap(column.validity))
        let elementCount = Int(offsets[column.count])
        // At most one entry for each element, and one for each entry that has none.
        let capacity = entryCount + elementCount
        let definition = arena.allocate(UInt8.self, capacity)
        let repetition = arena.allocate(UInt8.self, capacity)
        let entries = arena.allocate(Int32.self, elementCount)
        let outer = definitionBytes(arena)
        let level = UInt8(truncatingIfNeeded: maxDefinition)
        let repeated = UInt8(truncatingIfNeeded: maxRepetition + 1)
        var (entry, slot) = (0, 0)
        for outerEntry in 0..<entryCount {
            let first = self.repetition.map { $0[outerEntry] } ?? 0
            var (element, end) = (0, 0)
            if self.entries.map({ slot < column.count && Int($0[slot]) == outerEntry }) ?? true {
                if validity[slot] == 1 { (element, end) = (Int(offsets[slot]), Int(offsets[slot + 1])) }
                slot += 1
            }
            if element == end {
                definition[entry] = outer[outerEntry]
                repetition[entry] = first
                entry += 1
                continue
            }
            for position in element..<end {
                definition[entry] = level + 1
                repetition[entry] = position == element ? first : repeated
                entries[position] = Int32(truncatingIfNeeded: entry)
                entry += 1
            }
        }
        var levels = Levels(rowCount: entry)
        levels.maxDefinition = maxDefinition + 1
        levels.maxRepetition = maxRepetition + 1
        levels.definition = UnsafePointer(definition)
        levels.repetition = UnsafePointer(repetition)
        levels.entries = entry == elementCount ? nil : UnsafePointer(entries)
        return levels
    }

    /// The level of every entry, one byte each.
    func definitionBytes(_ arena: LevelArena) -> UnsafePointer<UInt8> {
        if let definition { return definition }
        let bytes = arena.allocate(UInt8.self, entryCount)
        copyDefinition(to: bytes)
        return UnsafePointer(bytes)
    }

    private func copyDefinition(to target: UnsafeMutablePointer<UInt8>) {
        if let definition {
            target.update(from: definition, count: entryCount)
        } else {
            target.update(repeating: uniform, count: entryCount)
            if let bits { Self.add(bits, to: target, count: entryCount) }
        }
    }

    private static func add(_ bits: Bitmap, to target: UnsafeMutablePointer<UInt8>, count: Int) {
        for entry in 0..<count {
            target[entry] &+= UInt8(truncatingIfNeeded: bits[entry])
        }
    }
}

/// Memory for the levels of one top-level column.
final class LevelArena {
    private var blocks: [UnsafeMutableRawPointer] = []

    deinit {
        for block in blocks { block.deallocate() }
    }

    func allocate<Element: BitwiseCopyable>(_: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        let size = max(count, 1) * MemoryLayout<Element>.stride
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        blocks.append(block)
        return block.bindMemory(to: Element.self, capacity: count)
    }
}
