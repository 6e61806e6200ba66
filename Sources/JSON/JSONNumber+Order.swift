extension JSONNumber {
    /// Whether the number is smaller than another by its mathematical value, without rounding either: 9007199254740993
    /// is larger than 9007199254740992.0.
    ///
    /// Only a number kept as digits is rounded, when it meets a double or is written with an exponent.
    public func isLess(than other: JSONNumber) -> Bool {
        if let left = whole, let right = other.whole { return left < right }
        return switch (self, other) {
        case (.digits(let left), .digits(let right)):
            Self.wholeDigits(left, areLessThan: right) ?? (extendedDouble < other.extendedDouble)
        case (.double, .double), (.double, .digits), (.digits, .double): extendedDouble < other.extendedDouble
        // Digits are larger than every 64-bit number, or smaller than all.
        case (.digits(let left), _): left.utf8.first == UInt8(ascii: "-")
        case (_, .digits(let right)): right.utf8.first != UInt8(ascii: "-")
        case (.double(let left), _): other.whole.map { Self.compare(left, $0) < 0 } ?? false
        case (_, .double(let right)): whole.map { Self.compare(right, $0) > 0 } ?? false
        default: false
        }
    }

    private var whole: Int128? {
        switch self {
        case .integer(let value): Int128(value)
        case .unsigned(let value): Int128(value)
        case .double, .digits: nil
        }
    }

    /// The nearest double, or the infinity on the right side.
    private var extendedDouble: Double {
        if let double { return double }
        guard case .digits(let text) = self else { return .nan }
        return text.utf8.first == UInt8(ascii: "-") ? -.infinity : .infinity
    }

    /// Negative, zero or positive, as the double is below, at or above the whole number.
    private static func compare(_ double: Double, _ whole: Int128) -> Int {
        // Powers of two, exact as doubles; all 64-bit numbers lie between them.
        if double >= 0x1p64 { return 1 }
        if double < -0x1p63 { return -1 }
        let floor = double.rounded(.down)
        let difference = Int128(floor) - whole
        return difference == 0 ? (double > floor ? 1 : 0) : Int(difference.signum())
    }

    /// Compares whole numbers of any size; nil when one has an exponent or a fraction.
    private static func wholeDigits(_ left: String, areLessThan right: String) -> Bool? {
        let minus = UInt8(ascii: "-")
        func isWhole(_ text: String) -> Bool {
            text.utf8.allSatisfy { $0 == minus || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard isWhole(left), isWhole(right) else { return nil }
        let (isLeftNegative, isRightNegative) = (left.utf8.first == minus, right.utf8.first == minus)
        if isLeftNegative != isRightNegative { return isLeftNegative }
        let (smaller, larger) = isLeftNegative ? (right, left) : (left, right)
        if smaller.utf8.count != larger.utf8.count { return smaller.utf8.count < larger.utf8.count }
        return smaller.utf8.lexicographicallyPrecedes(larger.utf8)
    }
}
