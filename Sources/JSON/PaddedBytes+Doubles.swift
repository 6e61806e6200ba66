internal import CSimdJSON

// Doubles in the shortest form that reads back as the same double. Most in records are amounts: a whole number of
// hundredths or so. Those are found by three operations each, several times faster than the general conversion.
extension PaddedBytes {
    /// Appends a double; null where JSON has no form for it.
    mutating func append(_ number: Double) {
        commit(upTo: write(number, at: end))
    }

    /// Writes a double behind `place`; returns where it ends.
    mutating func write(_ number: Double, at place: Place) -> Place {
        guard number.isFinite else { return write("null", at: place) }
        if let amount = DecimalAmount(number.magnitude) {
            return write(amount, isNegative: number.sign == .minus, at: place)
        }
        let place = room(for: Int(curlew_json_double_length), at: place)
        return place + min(curlew_json_write_double(number, place), Int(curlew_json_double_length))
    }

    private mutating func write(_ amount: DecimalAmount, isNegative: Bool, at place: Place) -> Place {
        let place = room(for: Self.longestDecimal, at: place)
        place.pointee = UInt8(ascii: "-")
        let start = isNegative ? place + 1 : place
        let end = place + Self.scratchEnd
        var (whole, point) = (amount.digits, end)
        for _ in 0..<amount.decimals {
            let (tenth, digit) = whole.quotientAndRemainder(dividingBy: 10)
            point -= 1
            point.pointee = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            whole = tenth
        }
        point -= 1
        point.pointee = UInt8(ascii: ".")
        return Self.move(from: Self.writeDigits(of: whole, endingAt: point), upTo: end, to: start)
    }
}

/// A double that is the nearest to a number with up to four decimals and fifteen digits. That number is then its shortest
/// form: no two decimal numbers of fifteen digits have the same nearest double.
private struct DecimalAmount {
    /// The number without its point.
    var digits: UInt64
    /// How many of the digits stand behind the point, at least one.
    var decimals: Int

    @inline(__always)
    init?(_ magnitude: Double) {
        var (decimals, scale) = (1, 10.0)
        while decimals <= 4 {
            let scaled = magnitude * scale
            guard scaled < 1e15 else { return nil }
            let rounded = Self.rounded(scaled)
            // Both operands are exact, so the quotient is the double nearest to the decimal number.
            if rounded / scale == magnitude {
                digits = UInt64(rounded)
                self.decimals = decimals
                return
            }
            decimals += 1
            scale *= 10
        }
        return nil
    }

    /// The nearest whole number: so far up there are no others. A call of the C library otherwise, on processors of x86.
    @inline(__always)
    private static func rounded(_ number: Double) -> Double {
        let shift = 0x1p52
        return number + shift - shift
    }
}
