import Foundation
import JSON

/// Pages of records such as APIs return, always the same: arrays of so many records, or of about 250 KB.
enum RecordPages {
    static func write(kind: String, rows: Int, rowsOfPage: Int? = nil, to folder: String) throws {
        var random = Sequence64(state: 7)
        var row = 0
        var page = 0
        while row < rows {
            var writer = JSONWriter(capacity: 300_000)
            writer.beginArray()
            let first = row
            while row < rows, rowsOfPage.map({ row - first < $0 }) ?? (writer.bytes.count < 250_000) {
                switch kind {
                case "orders": writer.writeOrder(row, &random)
                case "events": writer.writeEvent(row, &random)
                default: writer.writeWideRow(row, &random)
                }
                row += 1
            }
            writer.endArray()
            let name = String(format: "%05d.json", page)
            try Data(writer.text.utf8).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
            page += 1
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }

    fileprivate mutating func member(_ key: String, _ number: Int) {
        self.key(key)
        integer(number)
    }

    fileprivate mutating func member(_ key: String, _ number: Double) {
        self.key(key)
        double(number)
    }

    /// An order of about 580 bytes, with a customer, an address and lines.
    fileprivate mutating func writeOrder(_ row: Int, _ random: inout Sequence64) {
        beginObject()
        member("id", "ord_\(100_000_000 + row)")
        member("number", 1_000_000 + row)
        member("created_at", Self.timestamp(row * 37))
        member("updated_at", Self.timestamp(row * 37 + random.below(100_000)))
        member("status", random.pick(["open", "paid", "shipped", "returned"]))
        member("currency", random.pick(["eur", "usd", "gbp"]))
        member("total", Double(random.below(1_000_000)) / 100)
        key("discount")
        if random.below(4) == 0 { double(Double(random.below(5000)) / 100) } else { null() }
        key("gift")
        bool(random.below(2) == 0)
        key("customer")
        beginObject()
        member("id", random.below(1_000_000))
        member("name", random.pick(["Ada Lovelace", "Grace Hopper", "José Núñez", "王小明", "Zoë Ångström"]))
        member("email", "customer\(random.below(1_000_000))@example.com")
        key("address")
        beginObject()
        member("street", "\(random.below(200)) \(random.pick(["Main Street", "Rue de la Paix", "Hauptstraße"]))")
        member("city", random.pick(["Paris", "Berlin", "London", "Kraków", "København"]))
        member("zip", "\(10_000 + random.below(90_000))")
        endObject()
        endObject()
        key("lines")
        beginArray()
        for _ in 0...random.below(3) {
            beginObject()
            member("sku", "SKU-\(10_000 + random.below(5000))")
            member("quantity", 1 + random.below(9))
            member("price", Double(random.below(100_000)) / 100)
            member("tax_rate", random.pick([0.19, 0.07]))
            endObject()
        }
        endArray()
        key("tags")
        beginArray()
        for _ in 0..<random.below(3) { string(random.pick(["new", "vip", "wholesale", "fragile"])) }
        endArray()
        member("note", random.pick(["ring twice", "à la réception", "door code \"4711\"\nthank you", ""]))
        endObject()
    }

    /// An event of about 120 bytes.
    fileprivate mutating func writeEvent(_ row: Int, _ random: inout Sequence64) {
        beginObject()
        member("id", 500_000_000 + row)
        member("ts", 1_700_000_000_000 + row * 3 + random.below(50))
        member("user_id", random.below(200_000))
        member("type", random.pick(["view", "click", "scroll", "purchase", "search"]))
        member("path", "/products/\(random.below(3000))")
        member("value", Double(random.below(10_000)) / 100)
        endObject()
    }

    /// A row of 200 columns, of which one in six is null.
    fileprivate mutating func writeWideRow(_ row: Int, _ random: inout Sequence64) {
        beginObject()
        for column in 0..<200 {
            let name = "column_\(column)"
            if random.below(6) == 0 {
                key(name)
                null()
                continue
            }
            switch column % 5 {
            case 0: member(name, random.below(1000 * (column + 1)))
            case 1: member(name, Double(random.below(100_000)) / 100)
            case 2: member(name, random.pick(["red", "green", "blue", "none"]))
            case 3: member(name, "text \(random.below(10_000))")
            default:
                key(name)
                bool(random.below(2) == 0)
            }
        }
        endObject()
    }

    private static func timestamp(_ second: Int) -> String {
        let (day, rest) = (second / 86_400, second % 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(2015 + day / 336)-\(two(1 + day / 28 % 12))-\(two(1 + day % 28))"
        return "\(date)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)).\(100 + second % 900)Z"
    }
}

/// A small reproducible generator (a linear congruence), so that every run measures the same bytes.
struct Sequence64 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
