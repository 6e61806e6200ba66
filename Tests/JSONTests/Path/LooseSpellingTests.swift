import JSON
import Testing

@Suite struct LooseSpellingTests {
    @Test(arguments: [
        ("data.users", "$.data.users"), ("data[-1].id", "$.data[-1].id"),
        ("response.items.item", "$.response.items.item"),
        ("paging.next.after", "$.paging.next.after"), (".", "$"), ("id", "$.id"), (".data.users", "$.data.users"),
        ("[0].id", "$[0].id"), (".[0].id", "$[0].id"), ("[*].id", "$[*].id"), ("*", "$.*"), ("data.*", "$.data.*"),
        ("*.id", "$.*.id"), ("variants[*].inventory_item_id", "$.variants[*].inventory_item_id"),
        ("data..id", "$.data..id"), ("..id", "$..id"), ("data..[0]", "$.data..[0]"), ("..*", "$..*"),
        ("['a.b'].c", "$['a.b'].c"), ("data[?@.id > 1].id", "$.data[?@.id > 1].id"), ("data[-1:].id", "$.data[-1:].id"),
        ("first-name", "$['first-name']"), ("@type", "$['@type']"), ("item.@id", "$.item['@id']"),
        ("2fa_enabled", "$['2fa_enabled']"), ("data.0.id", "$.data['0'].id"), ("xml:lang", "$['xml:lang']"),
        ("#text", "$['#text']"), ("Account Name.x", "$['Account Name'].x"), ("meta.$count", "$.meta['$count']"),
        ("größe", "$.größe"), ("a+b/c", "$['a+b/c']"), ("custom_fields[0]", "$.custom_fields[0]"),
    ])
    func `reads what connector files write`(loose: String, strict: String) throws {
        let (loosely, strictly) = try (JSONPath(loose), JSONPath(strict: strict))
        var count = 0
        for text in [Self.object, #"[{"id":1},{"id":2}]"#, #"{"data":[{"id":1},{"id":2}]}"#] {
            let document = try JSONDocument.parse(text)
            let nodes = strictly.nodes(in: document.root)
            #expect(loosely.nodes(in: document.root) == nodes)
            count += nodes.count
        }
        #expect(count > 0)
        #expect(loosely.isSingular == strictly.isSingular)
        #expect(loosely.names == strictly.names)
        #expect(throws: JSONPathError.self) { try JSONPath(strict: loose) }
    }

    private static let object = #"""
        {"data": {"users": [1], "0": {"id": 3}}, "id": 1, "response": {"items": {"item": [1]}},
         "paging": {"next": {"after": "x"}}, "variants": [{"inventory_item_id": 1}, {"inventory_item_id": 2}],
         "a.b": {"c": 1}, "first-name": 1, "@type": 1, "item": {"@id": 1}, "2fa_enabled": 1, "xml:lang": 1, "#text": 1,
         "Account Name": {"x": 1}, "meta": {"$count": 1}, "größe": 1, "a+b/c": 1, "custom_fields": [1]}
        """#
}
