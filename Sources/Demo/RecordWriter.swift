internal import DateTime
package import JSON

/// Writes records as JSON, straight into the bytes of an answer.
package struct RecordWriter: ~Copyable {
    /// What has been written.
    package var json: JSONWriter
    private let data: DemoData
    // Each has the days it needs: records are made somewhat before they change.
    private var creation = InstantText()
    private var change = InstantText()

    /// A writer of the data's records.
    package init(_ data: DemoData, capacity: Int = 4_096) {
        self.data = data
        json = JSONWriter(capacity: capacity)
    }

    /// Writes records as an array.
    package mutating func array(of kind: RecordKind, _ numbers: RecordNumbers) {
        json.beginArray()
        var number = numbers.first
        for index in 0..<numbers.count {
            if index > 0 { json.text(",") }
            record(of: kind, number)
            number += numbers.step
        }
        json.endArray()
    }

    /// Writes one record.
    package mutating func record(of kind: RecordKind, _ number: Int) {
        switch kind {
        case .customer: customer(number)
        case .order: order(number)
        case .event: event(number)
        case .region: region(number)
        }
    }

    private func drawn(_ kind: RecordKind, _ number: Int, part: Int = 0) -> DrawnBits {
        DrawnBits(seed: data.settings.seed, kind: kind.rawValue, number: number, part: UInt64(part))
    }

    private mutating func customer(_ number: Int) {
        var drawn = drawn(.customer, number)
        let first = DemoWords.firstNames[drawn.below(DemoWords.firstNames.count)]
        let last = DemoWords.lastNames[drawn.below(DemoWords.lastNames.count)]
        let place = DemoWords.places[drawn.below(DemoWords.places.count)]
        json.text(#"{"id":"#, number)
        json.text(#","name":""#, first.written)
        json.text(" ", last.written)
        json.text(#"","email":""#, first.plain)
        json.text(".", last.plain)
        json.text(".")
        json.number(number)
        json.text(#"@example.com","plan":""#, DemoWords.plans[drawn.below(DemoWords.plans.count)])
        json.text(#"","credit_limit":"#)
        json.amount(hundredths: 5_000 * drawn.below(400))
        json.text(#","is_subscribed":"#, drawn.below(3) == 0 ? "false" : "true")
        json.text(#","address":{"city":""#, place.city)
        json.text(#"","country":""#, place.country)
        let updated = data.second(of: .customer, number)
        json.text(#""},"created_at":"#)
        creation.write(updated - Int64(drawn.below(30 * 86_400)), to: &json)
        json.text(#","updated_at":"#)
        change.write(updated, to: &json)
        json.text("}")
    }

    private mutating func order(_ number: Int) {
        var drawn = drawn(.order, number)
        let customer = data.customer(of: number, perCustomer: 10, &drawn)
        let itemCount = 1 + drawn.below(4)
        json.text(#"{"id":"#, number)
        json.text(#","customer_id":"#, customer)
        json.text(#","status":""#, DemoWords.statuses[drawn.below(DemoWords.statuses.count)])
        json.text(#"","currency":"EUR","items":["#)
        var total = 0
        for item in 1...itemCount {
            var drawn = self.drawn(.order, number, part: item)
            let product = DemoWords.products[drawn.below(DemoWords.products.count)]
            let quantity = 1 + drawn.below(5)
            total += quantity * product.hundredths
            json.text(item == 1 ? #"{"product":""# : #",{"product":""#, product.name)
            json.text(#"","quantity":"#, quantity)
            json.text(#","price":"#)
            json.amount(hundredths: product.hundredths)
            json.text("}")
        }
        json.text(#"],"total":"#)
        json.amount(hundredths: total)
        let updated = data.second(of: .order, number)
        json.text(#","created_at":"#)
        creation.write(updated - Int64(drawn.below(3 * 3_600)), to: &json)
        json.text(#","updated_at":"#)
        change.write(updated, to: &json)
        json.text("}")
    }

    private mutating func event(_ number: Int) {
        var drawn = drawn(.event, number)
        json.text(#"{"id":"#, number)
        json.text(#","customer_id":"#, data.customer(of: number, perCustomer: 25, &drawn))
        json.text(#","region_id":"#, (number - 1) % data.settings.regions + 1)
        json.text(#","type":""#, DemoWords.actions[drawn.below(DemoWords.actions.count)])
        json.text(#"","duration_ms":"#, drawn.below(30_000))
        json.text(#","created_at":"#)
        change.write(data.second(of: .event, number), to: &json)
        json.text("}")
    }

    private mutating func region(_ number: Int) {
        var drawn = drawn(.region, number)
        json.text(#"{"id":"#, number)
        json.text(#","name":""#, DemoWords.directions[drawn.below(DemoWords.directions.count)])
        json.text(" ", number)
        json.text(#""}"#)
    }
}

extension JSONWriter {
    /// Writes a part of JSON as it is.
    @inline(__always)
    fileprivate mutating func text(_ text: StaticString) {
        fragment(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    fileprivate mutating func text(_ text: StaticString, _ following: StaticString) {
        self.text(text)
        self.text(following)
    }

    @inline(__always)
    fileprivate mutating func text(_ text: StaticString, _ number: Int) {
        self.text(text)
        self.number(number)
    }

    /// Writes a number that is not negative: twice as fast as `integer`, which is generic and not specialized for another
    /// module.
    @inline(__always)
    fileprivate mutating func number(_ number: Int) {
        unsigned(UInt64(truncatingIfNeeded: number))
    }

    /// Writes an amount: the double nearest to it, in the shortest form, which is the amount itself.
    @inline(__always)
    fileprivate mutating func amount(hundredths: Int) {
        double(Double(hundredths) / 100)
    }
}
