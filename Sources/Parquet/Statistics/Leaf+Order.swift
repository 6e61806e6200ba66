extension Leaf {
    /// Whether a value comes before another in the column's order; both as statistics hold them.
    func isBefore(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        switch physicalType {
        case .int32, .int64: Self.number(left) < Self.number(right)
        case .double: Self.double(left) < Self.double(right)
        case .fixedLengthByteArray where logicalType != .uuid:
            Self.signed(left).lexicographicallyPrecedes(Self.signed(right))
        case .boolean, .byteArray, .fixedLengthByteArray: left.lexicographicallyPrecedes(right)
        }
    }

    /// Little-endian bytes as a number.
    private static func number(_ bytes: [UInt8]) -> Int64 {
        let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = Int64(64 - bytes.count * 8)
        return (Int64(bitPattern: bits) << unused) >> unused
    }

    private static func double(_ bytes: [UInt8]) -> Double {
        Double(bitPattern: UInt64(bitPattern: number(bytes)))
    }

    /// Big-endian bytes of a signed number, turned so that they sort as bytes do.
    private static func signed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if !bytes.isEmpty { bytes[0] ^= 0x80 }
        return bytes
    }
}

extension Bounds {
    /// What lies around the bounds of all pages of a chunk; nil when no page has any.
    init?(around pages: [Bounds], _ leaf: Leaf) {
        guard let first = pages.first else { return nil }
        self = first
        for page in pages.dropFirst() {
            if leaf.isBefore(page.smallest, smallest) {
                (smallest, isSmallestExact) = (page.smallest, page.isSmallestExact)
            }
            if leaf.isBefore(largest, page.largest) {
                (largest, isLargestExact) = (page.largest, page.isLargestExact)
            }
        }
    }
}
