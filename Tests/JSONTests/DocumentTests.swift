import Testing

@testable import JSON

@Suite struct DocumentTests {
    @Test(arguments: [
        ("null", JSONKind.null), ("true", .bool), ("0", .integer), ("-9223372036854775808", .integer),
        ("9223372036854775808", .unsigned), ("18446744073709551615", .unsigned), ("1.0", .double), ("1e2", .double),
        ("18446744073709551616", .digits), ("-9223372036854775809", .digits), ("1e400", .digits), ("\"\"", .string),
        ("[]", .array), ("{}", .object),
    ])
    func `tells kinds apart`(text: String, kind: JSONKind) throws {
        #expect(try JSONDocument.parse(text).root.kind == kind)
        #expect(try JSONDocument.parse("{\"a\":[\(text)]}").root["a"]?[0]?.kind == kind)
    }

    @Test(arguments: ["{\"a\":[1,true]}", " [\"é\"]", "1e400", "7", "[18446744073709551616]"])
    func `passes over a byte order mark`(text: String) throws {
        #expect(try JSONValue.parse("\u{FEFF}\(text)") == JSONValue.parse(text))
    }

    @Test func `gives typed access`() throws {
        let root = try JSONDocument.parse(
            #"{"t":true,"i":-7,"u":18446744073709551615,"d":2.5,"s":"é\n\u0000\ud83d\ude42","n":null,"b":1e400}"#
        ).root
        #expect(root["t"]?.bool == true)
        #expect(root["i"]?.int64 == -7)
        #expect(root["i"]?.uint64 == nil)
        #expect(root["i"]?.double == -7)
        #expect(root["u"]?.uint64 == .max)
        #expect(root["u"]?.int64 == nil)
        #expect(root["d"]?.double == 2.5)
        #expect(root["d"]?.int64 == nil)
        #expect(root["s"]?.string == "é\n\0🙂")
        #expect(root["n"]?.isNull == true)
        #expect(root["b"]?.double == nil)
        #expect(root["b"]?.digits.map { String($0) } == "1e400")
        #expect(root["s"]?.double == nil)
        #expect(root["missing"] == nil)
        #expect(root[0] == nil)
    }

    @Test func `iterates in order`() throws {
        let root = try JSONDocument.parse(#"{"b":[1,[2],{"x":3}],"a":{},"c":[]}"#).root
        #expect(root.members.map { String($0.key) } == ["b", "a", "c"])
        #expect(root["b"]?.elements.map(\.description) == ["1", "[2]", #"{"x":3}"#])
        #expect(root.count == 3)
        #expect(root["b"]?.count == 3)
        #expect(root["b"]?[1]?[0]?.int64 == 2)
        #expect(root["b"]?[3] == nil)
        #expect(root["b"]?[-1] == nil)
        #expect(root["c"]?.elements.map(\.description) == [])
        #expect(root.elements.map(\.description) == [])
    }

    @Test func `looks keys up by their bytes`() throws {
        let root = try JSONDocument.parse("{\"e\u{301}\":1,\"é\":2}").root
        #expect(root["é"]?.int64 == 2)
        #expect(root["e\u{301}"]?.int64 == 1)
        #expect(JSONValue(root).object?.count == 2)
    }

    @Test func `counts beyond what a tape word holds`() throws {
        let count = 1 << 24
        let root = try JSONDocument.parse("[" + String(repeating: "0,", count: count - 1) + "0]").root
        #expect(root.count == count)
    }

    @Test func `keeps a document alive as long as a view`() throws {
        var views: [JSONView] = []
        for number in 0..<50 { views.append(try JSONDocument.parse(#"{"n":\#(number)}"#).root) }
        #expect(views.map { $0["n"]?.int64 } == (0..<50).map { Int64($0) })
    }

    @Test func `finds the first of duplicate keys where they are kept`() throws {
        let root = try JSONDocument.parse(#"{"a":1,"a":2}"#, duplicateKeys: .keep).root
        #expect(root["a"]?.int64 == 1)
        #expect(root.description == #"{"a":1,"a":2}"#)
        #expect(JSONValue(root).description == #"{"a":2}"#)
    }

    @Test func `parses in many tasks at once`() async throws {
        try await withThrowingTaskGroup(of: Int64?.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<200 {
                        let text = "[" + (0..<task * 50).map { "{\"n\":\($0)}," }.joined() + "\(task)]"
                        let root = try JSONDocument.parse(text).root
                        if root[root.count - 1]?.int64 != Int64(task) { return nil }
                    }
                    return Int64(task)
                }
            }
            var finished: [Int64?] = []
            for try await task in group { finished.append(task) }
            #expect(finished.compactMap { $0 }.count == 8)
        }
    }

    @Test func `keeps few pieces of memory, however many documents were alive`() {
        final class Piece: Poolable {
            let capacity: Int
            init(_ capacity: Int) { self.capacity = capacity }
        }
        let pool = Pool<Piece>()
        for _ in 0..<1000 { pool.giveBack(Piece(1000)) }
        var taken = 0
        while pool.take(fitting: 100) != nil { taken += 1 }
        #expect(taken == 16)
        pool.giveBack(Piece(8 << 20))
        #expect(pool.take(fitting: 100) == nil, "a small text must not hold a large one's memory")
        #expect(pool.take(fitting: 4 << 20)?.capacity == 8 << 20)
        pool.giveBack(Piece(64 << 20))
        #expect(pool.take(fitting: 32 << 20) == nil)
    }
}
