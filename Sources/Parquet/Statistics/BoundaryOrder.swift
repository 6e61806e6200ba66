/// Whether the bounds of a column's pages follow an order, which lets readers search instead of scan.
enum BoundaryOrder: Int {
    case unordered = 0
    case ascending = 1
    case descending = 2

    init(of bounds: [Bounds], _ leaf: Leaf) {
        let pairs = zip(bounds, bounds.dropFirst())
        func holds(_ left: [UInt8], _ right: [UInt8]) -> Bool { !leaf.isBefore(right, left) }
        if pairs.allSatisfy({ holds($0.smallest, $1.smallest) && holds($0.largest, $1.largest) }) {
            self = .ascending
        } else if pairs.allSatisfy({ holds($1.smallest, $0.smallest) && holds($1.largest, $0.largest) }) {
            self = .descending
        } else {
            self = .unordered
        }
    }
}
