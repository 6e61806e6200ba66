import DateTime
import JSON
import TestSupport
import Testing

@testable import Connector

@Suite struct CursorOrderTests {
    private let order = CursorOrder()

    private func key(_ value: JSONValue, _ order: CursorOrder = CursorOrder()) -> CursorOrder.Key? {
        let fromValue = order.key(of: value)
        let fromNode = JSONDocument(value).root.withUnsafeNode { order.key(of: $0) }
        #expect(fromValue == fromNode)
        return fromValue
    }

    @Test(
        arguments: [
            (.integer(7), .number(.integer(7))), (.string("7"), .number(.integer(7))),
            (.string("-0042"), .number(.integer(-42))),
            (.string("9223372036854775807"), .number(.integer(.max))),
            (.string("-9223372036854775808"), .number(.integer(.min))),
            (.string("9223372036854775808"), .text("9223372036854775808")),
            (.string("-9223372036854775809"), .text("-9223372036854775809")),
            (.string("99999999999999999999"), .text("99999999999999999999")), (.string("-"), .text("-")),
            (.string("1.5"), .text("1.5")), (.string(" 7"), .text(" 7")), (.double(1.5), .number(.double(1.5))),
            (.string("2024-01-31"), .instant(Timestamp(unixSeconds: 1_706_659_200)!)),
            (
                .string("2024-01-31T01:00:00.5+01:00"),
                .instant(Timestamp(unixSeconds: 1_706_659_200, nanosecond: 500_000_000)!)
            ),
            (.string("vé"), .text("vé")), (.null, nil), (.bool(true), nil), (.string(""), nil), (.array([1]), nil),
            (.object([:]), nil),
        ] as [(JSONValue, CursorOrder.Key?)])
    func `a value is compared by what it is`(value: JSONValue, expected: CursorOrder.Key?) {
        #expect(key(value) == expected)
    }

    @Test func `a pattern comes before numbers`() throws {
        let order = CursorOrder(format: try TimestampFormat("%d%m%Y"))
        let (early, late) = (try #require(key("31012023", order)), try #require(key("01012024", order)))
        #expect(order.compare(early, late) == .before)
        #expect(key("20240131", CursorOrder(format: .unix)) == .number(.integer(20_240_131)))
        #expect(key("2024-01-31", order) == .instant(Timestamp(unixSeconds: 1_706_659_200)!))
    }

    @Test(
        arguments: [
            ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", .same),
            ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z", .same),
            ("2024-01-01", "2024-01-01T00:00:00.001Z", .before), ("10", "9", .after), ("b", "a", .after),
            (.integer(9_007_199_254_740_993), .double(9_007_199_254_740_992), .after),
            (.integer(1_704_067_200), "2024-01-01T00:00:00Z", .same),
            (.integer(1_704_067_200_000), "2024-01-01T00:00:00Z", .same), ("abc", .integer(5), .before),
        ] as [(JSONValue, JSONValue, CursorOrder.Relation)])
    func `cursors stand in the order of what they mean`(
        left: JSONValue, right: JSONValue, relation: CursorOrder.Relation
    ) throws {
        let (left, right) = (try #require(key(left)), try #require(key(right)))
        #expect(order.compare(left, right) == relation)
        let opposite: CursorOrder.Relation = relation == .same ? .same : relation == .before ? .after : .before
        #expect(order.compare(right, left) == opposite)
    }

    @Test func `the later of two readings counts, and equal ones join their boundaries`() {
        let (early, late) = (Cursor("2024-01-01", boundary: ["a"]), Cursor("2024-01-02", boundary: ["b"]))
        #expect(order.later(early, late) == late)
        #expect(order.later(late, early) == late)
        #expect(order.later(nil, early) == early)
        #expect(order.later(early, nil) == early)
        #expect(order.later(nil, nil) == nil)
        let same = Cursor("2024-01-02T00:00:00Z", boundary: ["c"])
        #expect(order.later(late, same)?.boundary == ["b", "c"])
        let cut = Cursor("2024-01-02", isBoundaryCut: true)
        #expect(order.later(late, cut) == Cursor("2024-01-02", isBoundaryCut: true))
    }

    @Test func `too many records at one value are not remembered`() {
        let names = Set((0...1_000).map { "\($0)" })
        #expect(Cursor(7, boundary: names) == Cursor(7, isBoundaryCut: true))
        #expect(!Cursor(7, boundary: Set(names.prefix(1_000))).isBoundaryCut)
    }
}
