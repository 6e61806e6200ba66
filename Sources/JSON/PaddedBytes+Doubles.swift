internal import CSimdJSON

// Doubles in the shortest form that reads back as the same double. Most in records are amounts: a whole number of
// hundredths or so. Those are found by three operations each, several times faster than the general conversion.
extension PaddedBytes {
    /// Appends a double; null where JSON has no form for it.
    mutating func append(_ number: Double) {
        guard number.isFinite else { return append("null") }
        if let amount = DecimalAmount(number.magnitude) {
            append(amount, isNegative: number.sign == .minus)
        } else {
            append(maximum: Int(curlew_json_double_length)) { curlew_json_write_double(number, $0) }
        }
    }

    private mutating func append(_ amount: DecimalAmount, isNegative: Bool) {
        append(maximum: 24) { place in
            if isNegative { place[0] = UInt8(ascii: "-") }
            let start = isNegative ? 1 : 0
            let wholeCount = Self.decimalDigits(of: amount.whole)
            Self.writeDigits(of: amount.whole, count: wholeCount, to: place + start)
            place[start + wholeCount] = UInt8(ascii: ".")
            Self.writeDigits(of: amount.fraction, count: amount.decimals, to: place + start + wholeCount + 1)
            return start + wholeCount + 1 + amount.decimals
        }
    }
}

/// A double that is the nearest to a number with up to four decimals and fifteen digits. That number is then its shortest
/// form: no two decimal numbers of fifteen digits have the same nearest double.
private struct DecimalAmount {
    var whole: UInt64
    var fraction: UInt64
    /// How many digits the fraction is written with, at least one.
    var decimals: Int

    init?(_ magnitude: Double) {
        for (decimals, scale) in Self.scales {
            let scaled = (magnitude * Double(scale)).rounded(.toNearestOrEven)
            guard scaled < 1e15 else { return nil }
            // Both operands are exact, so the quotient is the double nearest to the decimal number.
            if scaled / Double(scale) == magnitude {
                (whole, fraction) = UInt64(scaled).quotientAndRemainder(dividingBy: scale)
                self.decimals = decimals
                return
            }
        }
        return nil
    }

    /// From the fewest decimals on.
    private static let scales: [(decimals: Int, scale: UInt64)] = [(1, 10), (2, 100), (3, 1000), (4, 10_000)]
}
