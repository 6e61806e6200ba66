import JSON
import Testing

@Suite struct ValueTests {
    @Test func `keeps the order of keys`() throws {
        let text = #"{"z":1,"a":{"y":[1.5,"x",null,true]},"m":18446744073709551615}"#
        #expect(try JSONValue.parse(text).description == text)
    }

    @Test func `edits an object in place`() {
        var object = JSONObject()
        for number in 0..<40 { object["key\(number)"] = .integer(Int64(number)) }
        object["key3"] = "three"
        object["key0"] = nil
        object["missing"] = nil
        object["key39"] = nil
        #expect(object.count == 38)
        #expect(object["key3"] == "three")
        #expect(object["key0"] == nil)
        #expect(object["key38"] == 38)
        #expect(object.first?.key == "key1")
        #expect(object.map(\.key) == (1..<39).map { "key\($0)" })
        for number in 0..<40 { object["key\(number)"] = nil }
        #expect(object.isEmpty)
        object["again"] = 1
        #expect(object["again"] == 1)
    }

    @Test func `gives typed access`() {
        let value: JSONValue = ["n": 7, "s": "text", "b": true, "a": [1, "two"], "d": .double(2.5), "x": nil]
        #expect(value["n"]?.int64 == 7)
        #expect(value["n"]?.double == 7)
        #expect(value["s"]?.string == "text")
        #expect(value["b"]?.bool == true)
        #expect(value["a"]?[1]?.string == "two")
        #expect(value["a"]?[2] == nil)
        #expect(value["d"]?.double == 2.5)
        #expect(value["d"]?.int64 == nil)
        #expect(value["x"]?.isNull == true)
        #expect(value["y"] == nil)
        #expect(value["s"]?["n"] == nil)
        #expect(JSONValue.digits("1e400").double == nil)
        #expect(JSONValue.digits("18446744073709551616").double == 18446744073709551616)
    }

    @Test func `refuses duplicate keys`() {
        #expect(throws: JSONError.self) { try JSONValue.parse(#"{"a":{"b":1,"b":1}}"#) }
    }
}
