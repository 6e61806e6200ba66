/// A set of Unicode scalars: some ranges and some general categories, or everything else.
struct ScalarSet: Sendable {
    /// In order, without overlaps.
    let ranges: [ClosedRange<UInt32>]
    private let categories: ScalarCategories
    private let isNegated: Bool

    init(ranges: [ClosedRange<UInt32>] = [], categories: ScalarCategories, isNegated: Bool = false) {
        self.ranges = Self.merged(ranges)
        self.categories = categories
        self.isNegated = isNegated
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isInside = isInRange(scalar.value) || !categories.isEmpty && categories.contains(scalar)
        return isInside != isNegated
    }

    private func isInRange(_ value: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
