import Crypto
import DateTime
import JSON
import Testing

@testable import Demo

@Suite struct DemoDataTests {
    private let data = DemoData(DemoSettings())

    private func text(of kind: RecordKind, _ number: Int, in data: DemoData) -> String {
        var writer = RecordWriter(data)
        writer.record(of: kind, number)
        return writer.json.text
    }

    private func text(of kind: RecordKind, _ numbers: RecordNumbers, in data: DemoData) -> String {
        var writer = RecordWriter(data)
        writer.array(of: kind, numbers)
        return writer.json.text
    }

    @Test(arguments: [
        (
            RecordKind.customer,
            #"{"id":1,"name":"Søren Ivanova","email":"soren.ivanova.1@example.com","plan":"free","#
                + #""credit_limit":11300.0,"is_subscribed":false,"address":{"city":"Lyon","country":"FR"},"#
                + #""created_at":"2023-12-13T18:16:55Z","updated_at":"2024-01-01T00:07:58Z"}"#
        ),
        (
            .order,
            #"{"id":1,"customer_id":1,"status":"shipped","currency":"EUR","items":["#
                + #"{"product":"birdseed, 5 kg","quantity":5,"price":12.95},"#
                + #"{"product":"binoculars 8x42","quantity":4,"price":189.9},"#
                + #"{"product":"rubber boots","quantity":1,"price":49.9},"#
                + #"{"product":"field guide","quantity":1,"price":24.5}],"total":898.75,"#
                + #""created_at":"2023-12-31T23:18:56Z","updated_at":"2024-01-01T00:00:03Z"}"#
        ),
        (
            .event,
            #"{"id":1,"customer_id":1,"region_id":1,"type":"page_view","duration_ms":5685,"#
                + #""created_at":"2024-01-01T00:00:19Z"}"#
        ),
        (.region, #"{"id":1,"name":"East 1"}"#),
    ])
    func `the first record is always this one`(kind: RecordKind, expected: String) {
        #expect(text(of: kind, 1, in: data) == expected)
    }

    @Test(arguments: [
        (RecordKind.customer, "2405b542c39f12dee06eb6a8b732c87ff11ceed4caa58ec75e948e731e95e7b2"),
        (.order, "76f9cb4d29c4c188abccb470db5171183c687f4ee08caf69068f040e23e79c08"),
        (.event, "18b5074550aa61d010631bae33cc9d5d6dd9c860f37982aadb6b8019a6a5d5e3"),
        (.region, "881dd1eac5b87c372e0f2f21cc2e8705f4895a8bfef89b9e323df8f1aceb5703"),
    ])
    func `so are the next thousand`(kind: RecordKind, digest: String) {
        let text = text(of: kind, RecordNumbers(first: 1, step: 1, count: 1_000), in: data)
        #expect(Hex.encode(HashAlgorithm.sha256.digest(of: text)) == digest)
    }

    @Test(arguments: RecordKind.allCases)
    func `another seed makes other records`(kind: RecordKind) {
        var settings = DemoSettings()
        settings.seed = 2
        let numbers = RecordNumbers(first: 1, step: 1, count: 100)
        #expect(text(of: kind, numbers, in: DemoData(settings)) != text(of: kind, numbers, in: data))
    }

    @Test(arguments: RecordKind.allCases)
    func `a part is what it is in the whole`(kind: RecordKind) throws {
        let whole = try JSONValue.parse(text(of: kind, RecordNumbers(first: 1, step: 1, count: 500), in: data))
        for size in [1, 7, 499] {
            var parts: [JSONValue] = []
            for first in stride(from: 1, through: 500, by: size) {
                let numbers = RecordNumbers(first: first, step: 1, count: min(size, 501 - first))
                parts += try JSONValue.parse(text(of: kind, numbers, in: data)).array ?? []
            }
            #expect(.array(parts) == whole)
        }
        #expect(whole.array?.compactMap { $0["id"]?.int64 } == Array(1...500))
    }

    @Test func `records stay as they are when there are more of any kind`() {
        var larger = DemoSettings()
        (larger.customers, larger.orders, larger.events) = (5_000, 30_000, 70_000)
        for kind in RecordKind.allCases {
            let numbers = data.numbers(of: kind)
            #expect(text(of: kind, numbers, in: DemoData(larger)) == text(of: kind, numbers, in: data))
        }
    }

    @Test(arguments: [RecordKind.customer, .order, .event])
    func `each is newer than the one before, and found by its instant`(kind: RecordKind) throws {
        var last = DemoData.beginning - 1
        for number in 1...5_000 {
            let second = data.second(of: kind, number)
            #expect(second > last)
            for instant in [last + 1, second] {
                #expect(data.first(of: kind, since: try #require(Timestamp(unixSeconds: instant))) == number)
            }
            let later = try #require(Timestamp(unixSeconds: second, nanosecond: 1))
            #expect(data.first(of: kind, since: later) == number + 1)
            last = second
        }
        #expect(data.first(of: kind, since: .earliest) == 1)
        #expect(data.first(of: kind, since: .latest) > 5_000)
    }

    @Test func `totals are exact, and orders are those of customers who had joined`() throws {
        let orders = try JSONValue.parse(text(of: .order, data.numbers(of: .order), in: data)).array ?? []
        #expect(orders.count == 20_000)
        func hundredths(_ value: JSONValue?) -> Int { Int(((value?.double ?? .nan) * 100).rounded()) }
        var customers: Set<Int64> = []
        for (index, order) in orders.enumerated() {
            let items = order["items"]?.array ?? []
            let sum = items.reduce(0) { $0 + hundredths($1["price"]) * Int($1["quantity"]?.int64 ?? 0) }
            #expect((1...4).contains(items.count) && hundredths(order["total"]) == sum)
            let customer = try #require(order["customer_id"]?.int64)
            #expect((1...Int64(index / 10 + 1)).contains(customer))
            customers.insert(customer)
        }
        #expect(customers.count > 1_800)
    }

    @Test func `each event is that of one region`() {
        var settings = DemoSettings()
        (settings.regions, settings.events) = (7, 100)
        let data = DemoData(settings)
        var numbers: [Int] = []
        for region in 1...7 {
            let own = data.events(inRegion: region)
            numbers += (0..<own.count).map { own.first + $0 * own.step }
        }
        #expect(numbers.sorted() == Array(1...100))
        settings.events = 3
        #expect(DemoData(settings).events(inRegion: 4).count == 0)
        #expect(DemoData(settings).events(inRegion: 3) == RecordNumbers(first: 3, step: 7, count: 1))
    }

    @Test func `numbers from a bound on are those that are not below it`() {
        let numbers = RecordNumbers(first: 3, step: 7, count: 5)
        for bound in 0...50 {
            let expected = [3, 10, 17, 24, 31].filter { $0 >= bound }
            let found = numbers.from(bound)
            #expect((0..<found.count).map { found.first + $0 * found.step } == expected)
        }
    }
}
