/// Whether the bounds of a column's pages follow an order, which lets readers search instead of scan.
enum BoundaryOrder: Int {
    case unordered = 0
    case ascending = 1
    case descending = 2

    init(of bounds: [Bounds], _ leaf: Leaf) {
        let pairs = zip(bounds, bounds.dropFirst())
        func holds(_ left: [UInt8], _ right: [UInt8]) -> Bool { Self.isOrdered(left, right, leaf) }
        if pairs.allSatisfy({ holds($0.smallest, $1.smallest) && holds($0.largest, $1.largest) }) {
            self = .ascending
        } else if pairs.allSatisfy({ holds($1.smallest, $0.smallest) && holds($1.largest, $0.largest) }) {
            self = .descending
        } else {
            self = .unordered
        }
    }

    private static func isOrdered(_ left: [UInt8], _ right: [UInt8], _ leaf: Leaf) -> Bool {
        switch leaf.physicalType {
        case .int32, .int64: number(left) <= number(right)
        case .double: double(left) <= double(right)
        case .fixedLengthByteArray where leaf.logicalType != .uuid:
            !signed(right).lexicographicallyPrecedes(signed(left))
        default: !right.lexicographicallyPrecedes(left)
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
