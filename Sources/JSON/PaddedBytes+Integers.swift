// Whole numbers. They are written from their last digit on, two digits at a time, and then moved to their place, so that
// their digits need not be counted first.
extension PaddedBytes {
    /// Appends a whole number given by its sign and magnitude.
    mutating func appendDecimal(magnitude: UInt64, isNegative: Bool) {
        commit(upTo: writeDecimal(magnitude: magnitude, isNegative: isNegative, at: end))
    }

    /// Writes a whole number behind `place`; returns where it ends.
    mutating func writeDecimal(magnitude: UInt64, isNegative: Bool, at place: Place) -> Place {
        let place = room(for: Self.longestDecimal, at: place)
        place.pointee = UInt8(ascii: "-")
        let start = isNegative ? place + 1 : place
        let end = place + Self.scratchEnd
        return Self.move(from: Self.writeDigits(of: magnitude, endingAt: end), upTo: end, to: start)
    }

    /// The sign and digits of the longest number there is, with its point.
    static var longestDecimal: Int { 24 }

    /// Numbers are composed before this distance from their place: in the padding, when there is little room.
    static var scratchEnd: Int { 56 }

    /// Moves the characters of a number, at most as many as fit before `scratchEnd`, and some bytes behind them.
    @inline(__always)
    static func move(from start: Place, upTo end: Place, to place: Place) -> Place {
        let text = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt32>.self)
        UnsafeMutableRawPointer(place).storeBytes(of: text, as: SIMD8<UInt32>.self)
        return place + (end - start)
    }

    /// Writes the digits of a number, at least one, so that they end at `end`; returns where they begin.
    @inline(__always)
    static func writeDigits(of number: UInt64, endingAt end: Place) -> Place {
        var (rest, place) = (number, end)
        while rest >= 100 {
            let (hundredth, pair) = rest.quotientAndRemainder(dividingBy: 100)
            place -= 2
            write(pair: pair, at: place)
            rest = hundredth
        }
        if rest >= 10 {
            place -= 2
            write(pair: rest, at: place)
        } else {
            place -= 1
            place.pointee = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)
        }
        return place
    }

    /// Writes a number below 100 with two digits.
    @inline(__always)
    private static func write(pair: UInt64, at place: Place) {
        // Exact below 179.
        let tens = (pair &* 103) &>> 10
        place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
        place[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
    }
}
