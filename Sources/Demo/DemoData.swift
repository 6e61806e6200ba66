package import DateTime

/// The records of the demo, by their numbers: the same for one seed, always and everywhere. Nothing is kept; any record can be
/// made by itself.
package struct DemoData: Sendable {
    package let settings: DemoSettings

    /// 2024-01-01T00:00:00Z. No record was changed earlier.
    package static let beginning: Int64 = 1_704_067_200

    /// The records that the settings ask for.
    package init(_ settings: DemoSettings) {
        self.settings = settings
    }

    /// How many records of a kind there are.
    package func count(of kind: RecordKind) -> Int {
        switch kind {
        case .customer: settings.customers
        case .order: settings.orders
        case .event: settings.events
        case .region: settings.regions
        }
    }

    /// When the record with a number was changed last, in seconds since 1970: later than all with smaller numbers.
    ///
    /// Each number has a stretch of time of its own, and the instant lies somewhere in it.
    package func second(of kind: RecordKind, _ number: Int) -> Int64 {
        var drawn = DrawnBits(seed: settings.seed, kind: kind.rawValue, number: number, part: 1 << 32)
        let (start, overflow) = Int64(number - 1).multipliedReportingOverflow(by: kind.seconds)
        if overflow { return .max }
        return Self.beginning &+ start &+ Int64(drawn.below(Int(kind.seconds)))
    }

    /// The number of the first record that was changed at an instant or later. It may be one that does not exist yet.
    package func first(of kind: RecordKind, since instant: Timestamp) -> Int {
        // A fraction of a second is later than the second.
        let second = instant.unixSeconds + (instant.nanosecond > 0 ? 1 : 0)
        guard second > Self.beginning else { return 1 }
        let number = Int((second - Self.beginning) / kind.seconds) + 1
        return self.second(of: kind, number) >= second ? number : number + 1
    }

    /// The numbers of the records of a kind, in their order.
    package func numbers(of kind: RecordKind) -> RecordNumbers {
        RecordNumbers(first: 1, step: 1, count: count(of: kind))
    }

    /// The numbers of the events of a region.
    package func events(inRegion region: Int) -> RecordNumbers {
        let (events, regions) = (settings.events, settings.regions)
        return RecordNumbers(first: region, step: regions, count: events < region ? 0 : (events - region) / regions + 1)
    }

    /// The customer whom something with a number is about. One who joined later cannot have done it: so a record stays as it
    /// is when there are more customers.
    func customer(of number: Int, perCustomer: Int, _ drawn: inout DrawnBits) -> Int {
        let joined = (number - 1) / perCustomer + 1
        return 1 + drawn.below(max(min(settings.customers, joined), 1))
    }
}

/// Some numbers of records with one distance between any two that follow one another.
package struct RecordNumbers: Hashable, Sendable {
    package var first: Int
    package var step: Int
    package var count: Int

    /// Those that are not below a bound.
    package func from(_ bound: Int) -> RecordNumbers {
        guard bound > first else { return self }
        return dropping((bound - first + step - 1) / step)
    }

    /// Those behind the first so many.
    package func dropping(_ skipped: Int) -> RecordNumbers {
        let skipped = min(max(skipped, 0), count)
        return RecordNumbers(first: first + skipped * step, step: step, count: count - skipped)
    }

    /// The first so many.
    package func keeping(_ kept: Int) -> RecordNumbers {
        RecordNumbers(first: first, step: step, count: min(kept, count))
    }
}
