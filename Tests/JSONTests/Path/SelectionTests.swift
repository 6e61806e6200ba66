import JSON
import Testing

/// What paths select, as one JSON array.
@Suite struct SelectionTests {
    static let order = #"""
        {"id": "A-1", "total": 12.5, "paid": true, "note": null, "tags": ["new", "vip", "new"],
         "customer": {"name": "Zoë", "address": {"city": "Gent"}},
         "items": [{"sku": "x", "price": 3, "qty": 2}, {"sku": "y", "price": 6.5, "qty": 1},
                   {"sku": "z", "qty": 0, "price": 12}],
         "@type": "order", "first-name": "Ann", "a.b": 1, "": 2, "odd'\"\\": 3, "🙂": 4, "null": 5,
         "matrix": [[1, 2, 3], [4, 5, 6]]}
        """#

    @Test(arguments: [
        ("$.id", #"["A-1"]"#),
        ("$['id']", #"["A-1"]"#),
        (#"$["id"]"#, #"["A-1"]"#),
        ("$.missing", "[]"),
        ("$.id.x", "[]"),
        ("$.note", "[null]"),
        ("$.note.x", "[]"),
        ("$.null", "[5]"),
        ("$['']", "[2]"),
        ("$['a.b']", "[1]"),
        (#"$['odd\'"\\']"#, "[3]"),
        (#"$["odd'\"\\"]"#, "[3]"),
        (#"$['\uD83D\ude42']"#, "[4]"),
        ("$.🙂", "[4]"),
        ("$.tags[0]", #"["new"]"#),
        ("$.tags[-1]", #"["new"]"#),
        ("$.tags[-2]", #"["vip"]"#),
        ("$.tags[3]", "[]"),
        ("$.tags[-4]", "[]"),
        ("$.customer[0]", "[]"),
        ("$.tags['0']", "[]"),
        ("$.tags[*]", #"["new","vip","new"]"#),
        ("$.customer.*", #"["Zoë",{"city":"Gent"}]"#),
        ("$.id[*]", "[]"),
        ("$.matrix[*][1]", "[2,5]"),
        ("$.matrix[*][*]", "[1,2,3,4,5,6]"),
        ("$.matrix[0,0,1][0,-1]", "[1,3,1,3,4,6]"),
        ("$['id','paid','nothing']", #"["A-1",true]"#),
        ("$.matrix[0][1:]", "[2,3]"),
        ("$.matrix[0][:-1]", "[1,2]"),
        ("$.matrix[0][-1:]", "[3]"),
        ("$.matrix[0][::2]", "[1,3]"),
        ("$.matrix[0][::-1]", "[3,2,1]"),
        ("$.matrix[0][1::-1]", "[2,1]"),
        ("$.matrix[0][-1:0:-1]", "[3,2]"),
        ("$.matrix[0][5:0:-2]", "[3]"),
        ("$.matrix[0][::0]", "[]"),
        ("$.matrix[0][9007199254740991:-9007199254740991:-9007199254740991]", "[3]"),
        ("$.matrix[0][-9007199254740991:9007199254740991:9007199254740991]", "[1]"),
        ("$.customer[0:1]", "[]"),
        ("$..city", #"["Gent"]"#),
        ("$..price", "[3,6.5,12]"),
        ("$.items..[0]", #"[{"sku":"x","price":3,"qty":2}]"#),
        ("$.matrix..*", "[[1,2,3],[4,5,6],1,2,3,4,5,6]"),
        ("$.matrix..[-1]", "[[4,5,6],3,6]"),
        ("$..address..*", #"["Gent"]"#),
        ("$..customer..city..x", "[]"),
        ("$ .items [ 0 ] [ 'sku' ]", #"["x"]"#),
        ("$\n.items\t[\r0\n,\t1 ].qty", "[2,1]"),
    ])
    func `selects values`(path: String, expected: String) throws {
        try check(path, expected)
    }

    @Test(arguments: [
        ("$.items[?@.price].sku", #"["x","y","z"]"#),
        ("$.items[?@.price > 3].sku", #"["y","z"]"#),
        ("$.items[?(@.price >= 3.0)].sku", #"["x","y","z"]"#),
        ("$.items[?@.price == 3e0 || @.qty == 0].sku", #"["x","z"]"#),
        ("$.items[?@.price < 10 && @.qty < 2].sku", #"["y"]"#),
        ("$.items[?!(@.price < 10 && @.qty < 2)].sku", #"["x","z"]"#),
        ("$.items[?@.qty == 9 || @.qty == 1 && @.price == 6.5].sku", #"["y"]"#),
        ("$.items[?(@.qty == 2 || @.qty == 1) && @.price == 6.5].sku", #"["y"]"#),
        ("$.items[?!@.discount].sku", #"["x","y","z"]"#),
        ("$.items[?@.discount == @.rebate].sku", #"["x","y","z"]"#),
        ("$.items[?@.discount <= @.rebate].sku", #"["x","y","z"]"#),
        ("$.items[?@.discount != null].sku", #"["x","y","z"]"#),
        ("$.items[?@['sku'] > 'x'].price", "[6.5,12]"),
        ("$.items[?@.sku == $.items[1].sku].price", "[6.5]"),
        ("$.items[?@.price < $.total, 0].sku", #"["x","y","z","x"]"#),
        ("$.tags[?@ == 'new']", #"["new","new"]"#),
        ("$[?@ == true]", "[true]"),
        ("$[?@ == null]", "[null]"),
        ("$[?@[?@[?@ > 5]]][0]", #"[{"sku":"x","price":3,"qty":2},[1,2,3]]"#),
        ("$[?@ == $.tags]", #"[["new","vip","new"]]"#),
        ("$.matrix[?@[0] != 1 && @[1] <= 5]", "[[4,5,6]]"),
        ("$.customer[?@.city]", #"[{"city":"Gent"}]"#),
        ("$.items[?'y' == @.sku].price", "[6.5]"),
        ("$.items[?true == false]", "[]"),
        ("$..[?@.city == 'Gent'].city", #"["Gent"]"#),
        ("$[?length(@) == 3][0]", #"["new",{"sku":"x","price":3,"qty":2}]"#),
        ("$.customer[?length(@) == 3]", #"["Zoë"]"#),
        ("$[?length(@.name) == 3].name", #"["Zoë"]"#),
        ("$.items[?count(@.*) == 3].sku", #"["x","y","z"]"#),
        ("$[?count(@..*) > 7][1]", #"[{"sku":"y","price":6.5,"qty":1},[4,5,6]]"#),
        ("$[?value(@..city) == 'Gent'].name", #"["Zoë"]"#),
        ("$[?value(@.*) == 'new']", "[]"),
        ("$.items[?match(@.sku, '[xy]')].qty", "[2,1]"),
        ("$.tags[?match(@, 'n')]", "[]"),
        ("$.tags[?search(@, 'i')]", #"["vip"]"#),
        ("$[?search(@.name, 'o.$')].name", #"["Zoë"]"#),
        ("$[?search(@.name, '\\\\p{Lu}ë')].name", "[]"),
        (#"$[?search(@.name, '\\p{Ll}ë')].name"#, #"["Zoë"]"#),
        ("$.tags[?match(@, '(')]", "[]"),
        ("$.tags[?!match(@, '(')]", #"["new","vip","new"]"#),
        ("$.tags[?match(@, $.tags[1])]", #"["vip"]"#),
        ("$.tags[?match(@, $.total)]", "[]"),
    ])
    func `filters values`(path: String, expected: String) throws {
        try check(path, expected)
    }

    private func check(_ path: String, _ expected: String) throws {
        let document = try JSONDocument.parse(Self.order)
        let result = try JSONPath(strict: path).nodes(in: document.root)
        let wanted = try JSONDocument.parse(expected)
        #expect(result == Array(wanted.root.elements))
    }

    @Test func `finds the first of members with the same key`() throws {
        let document = try JSONDocument.parse(#"{"a":1,"b":{"a":2,"a":3},"a":4}"#, duplicateKeys: .keep)
        #expect(try JSONPath("a").nodes(in: document.root).map(\.int64) == [1])
        #expect(try JSONPath("$..a").nodes(in: document.root).map(\.int64) == [1, 2])
        #expect(try JSONPath("b.*").nodes(in: document.root).map(\.int64) == [2, 3])
    }

    @Test func `tells names apart that begin alike`() throws {
        let names = ["created_at", "created_by", "crea", "creat", "cre", "", "c\u{0}", "c"]
        let members = names.enumerated().map { "\"\($1 == "c\u{0}" ? "c\\u0000" : $1)\":\($0)" }
        let document = try JSONDocument.parse("{\(members.joined(separator: ","))}")
        for (position, name) in names.enumerated() where name != "c\u{0}" {
            #expect(try JSONPath("$['\(name)']").nodes(in: document.root).map(\.int64) == [Int64(position)])
        }
        #expect(try JSONPath("$['c\\u0000']").nodes(in: document.root).map(\.int64) == [6])
    }

    @Test func `takes the view it is given for the root`() throws {
        let document = try JSONDocument.parse(#"{"limit":9,"records":[{"limit":1,"n":[1,2]},{"limit":2,"n":[1,2]}]}"#)
        let path = try JSONPath("$.n[?@ == $.limit]")
        let records = try #require(document.root["records"])
        #expect(records.elements.map { path.nodes(in: $0).map(\.int64) } == [[1], [2]])
    }

    @Test func `compares names and texts byte by byte`() throws {
        let document = try JSONDocument.parse(#"{"e\u0301":1,"\u00e9":2}"#)
        #expect(try JSONPath("$['\u{E9}']").nodes(in: document.root).map(\.int64) == [2])
        #expect(try JSONPath("$['\u{E9}']") != JSONPath("$['e\u{301}']"))
    }

    @Test(arguments: [
        ("9007199254740993", "9007199254740992.0", false), ("9007199254740992.0", "9007199254740993", true),
        ("-1", "18446744073709551615", true), ("18446744073709551615", "1.8446744073709552e19", true),
        ("18446744073709551615", "18446744073709551616", true), ("-9223372036854775809", "-9223372036854775808", true),
        ("-9223372036854775808", "-9223372036854775809", false), ("1e400", "1e308", false), ("-1e400", "-1e308", true),
        ("1e308", "1e400", true), ("99999999999999999998", "99999999999999999999", true),
        ("-99999999999999999998", "-99999999999999999999", false), ("99999999999999999999", "1e400", true),
        ("-99999999999999999999", "99999999999999999999", true),
        ("99999999999999999999", "100000000000000000000", true),
        ("1.5", "1", false), ("1", "1.5", true), ("-1.5", "-1", true), ("-1", "-1.5", false), ("2", "1e30", true),
        ("2", "-1e30", false), ("1", "1.0", false), ("0", "-0.0", false),
    ])
    func `orders numbers by their exact value`(left: String, right: String, isLess: Bool) throws {
        let document = try JSONDocument.parse("[[\(left),\(right)]]")
        #expect(try JSONPath("$[?@[0] < @[1]]").nodes(in: document.root).count == (isLess ? 1 : 0))
        #expect(try JSONPath("$[?\(left) < @[1]]").nodes(in: document.root).count == (isLess ? 1 : 0))
        #expect(try JSONPath("$[?@[1] > \(left)]").nodes(in: document.root).count == (isLess ? 1 : 0))
    }
}
