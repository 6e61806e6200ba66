/// How much of a second is written.
package enum TimestampPrecision: Hashable, Sendable {
    case seconds
    case milliseconds
    case microseconds
    case nanoseconds
    /// The coarsest of the others that loses nothing.
    case shortest
}

extension Timestamp {
    /// The instant in UTC as ISO 8601 writes it, `2024-01-31T10:20:30Z`. What is finer than `precision` is cut off.
    package func iso8601(_ precision: TimestampPrecision = .shortest) -> String {
        let civil = CivilDateTime(self)
        return String(unsafeUninitializedCapacity: 30) { text in
            var writer = FixedWriter(text)
            writer.write(civil.date)
            writer.write(UInt8(ascii: "T"))
            writer.write(civil.hour, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(civil.minute, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(civil.second, digits: 2)
            let digits = fractionDigits(precision)
            if digits > 0 {
                writer.write(UInt8(ascii: "."))
                writer.write(civil.nanosecond, digits: 9)
                writer.removeLast(9 - digits)
            }
            writer.write(UInt8(ascii: "Z"))
            return writer.count
        }
    }

    private func fractionDigits(_ precision: TimestampPrecision) -> Int {
        switch precision {
        case .seconds: 0
        case .milliseconds: 3
        case .microseconds: 6
        case .nanoseconds: 9
        case .shortest:
            if nanosecond == 0 {
                0
            } else if nanosecond % 1_000_000 == 0 {
                3
            } else {
                nanosecond % 1_000 == 0 ? 6 : 9
            }
        }
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String { iso8601() }
}

extension CivilDate: CustomStringConvertible {
    /// As ISO 8601 writes it: `2024-01-31`.
    package var description: String {
        String(unsafeUninitializedCapacity: 10) { text in
            var writer = FixedWriter(text)
            writer.write(self)
            return writer.count
        }
    }
}
