import JSON

/// A page such as an order API returns: nested customers, line items, nulls, floats, timestamps, text that is not ASCII.
enum OrderPage {
    /// The text of a page of about `size` bytes, always the same.
    static func make(size: Int) -> PaddedBytes {
        var writer = JSONWriter(capacity: size + 1024)
        var random = Sequence64(state: 7)
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        var number = 0
        while writer.bytes.count < size {
            number += 1
            write(order: number, &random, to: &writer)
        }
        writer.endArray()
        writer.key("has_more")
        writer.bool(true)
        writer.key("next_cursor")
        writer.string("ord_\(number)")
        writer.endObject()
        return PaddedBytes(writer.text)
    }

    private static let names = ["Ada Lovelace", "Grace Hopper", "José Núñez", "王小明", "Zoë Ångström"]
    private static let notes = ["ring twice", "à l'attention de la réception", "door code \"4711\"\nthank you", ""]

    private static func write(order number: Int, _ random: inout Sequence64, to writer: inout JSONWriter) {
        writer.beginObject()
        member("id", "ord_\(100_000 + number)", to: &writer)
        writer.key("created")
        writer.integer(1_700_000_000 + number * 37)
        member("updated_at", "2024-11-\(10 + number % 20)T08:\(10 + number % 50):00.123Z", to: &writer)
        member("status", ["open", "paid", "shipped", "returned"][random.below(4)], to: &writer)
        member("currency", "eur", to: &writer)
        writer.key("total")
        writer.double(Double(random.below(1_000_000)) / 100)
        writer.key("discount")
        writer.null()
        writer.key("gift")
        writer.bool(random.below(2) == 0)
        writer.key("customer")
        writer.beginObject()
        writer.key("id")
        writer.integer(random.below(1_000_000_000))
        member("name", names[random.below(names.count)], to: &writer)
        member("email", "customer\(random.below(100_000))@example.com", to: &writer)
        writer.key("phone")
        writer.null()
        writer.endObject()
        writer.key("lines")
        writer.beginArray()
        for _ in 0...random.below(3) { writeLine(&random, to: &writer) }
        writer.endArray()
        member("note", notes[random.below(notes.count)], to: &writer)
        writer.endObject()
    }

    private static func writeLine(_ random: inout Sequence64, to writer: inout JSONWriter) {
        writer.beginObject()
        member("sku", "SKU-\(10_000 + random.below(90_000))", to: &writer)
        writer.key("quantity")
        writer.integer(1 + random.below(9))
        writer.key("price")
        writer.double(Double(random.below(100_000)) / 100)
        writer.key("tax_rate")
        writer.double(0.19)
        writer.endObject()
    }

    private static func member(_ key: String, _ text: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.string(text)
    }
}

/// A small reproducible generator (a linear congruence), so that every run measures the same bytes.
struct Sequence64 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
