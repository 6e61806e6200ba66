import JSON
import Testing

@Suite struct EvaluationTests {
    private struct Stop: Error {}

    @Test func `stops when the body throws`() throws {
        let document = try JSONDocument.parse("[1,[2,3],4]")
        var seen: [String] = []
        #expect(throws: Stop.self) {
            try JSONPath("$..*").forEach(in: document.root) { view in
                seen.append(view.description)
                if view.int64 == 2 { throw Stop() }
            }
        }
        #expect(seen == ["1", "[2,3]", "4", "2"])
    }

    @Test(arguments: [
        ("$..*", 3), ("$[*]", 1), ("$[1:]", 2), ("$[::-1]", 1), ("$[?@]", 1), ("$[0,1]", 2), ("$..[?@ > 0]", 2),
    ])
    func `visits no more nodes than wanted`(path: String, limit: Int) throws {
        let document = try JSONDocument.parse("[1,[2,3],4]")
        var count = 0
        let isFinished = try document.root.withUnsafeNode { root in
            try JSONPath(path).forEachNode(in: root) { _ in
                count += 1
                return count < limit
            }
        }
        #expect(count == limit)
        #expect(!isFinished)
    }

    @Test func `gives nodes without ownership`() throws {
        let document = try JSONDocument.parse(#"{"data":[{"id":7},{"id":8}]}"#)
        let path = try JSONPath("data[*].id")
        var sum: Int64 = 0
        document.root.withUnsafeNode { root in
            let isFinished = path.forEachNode(in: root) { node in
                sum += node.int64
                return true
            }
            #expect(isFinished)
            #expect(path.firstNode(in: root)?.int64 == 7)
        }
        #expect(sum == 15)
        #expect(try JSONPath("none").first(in: document.root) == nil)
    }

    @Test func `descends through the deepest documents`() throws {
        let depth = 1024
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let document = try JSONDocument.parse(text)
        #expect(try JSONPath("$..*").nodes(in: document.root).count == depth - 1)
        #expect(try JSONPath("$..[0]..[0]").nodes(in: document.root).count == (depth - 1) * (depth - 2) / 2)
        #expect(try JSONPath("$..[?@[0]]").nodes(in: document.root).count == depth - 2)
        let steps = String(repeating: "[*]", count: depth - 1)
        #expect(try JSONPath("$" + steps).nodes(in: document.root).map(\.description) == ["[]"])
    }

    @Test(arguments: [
        ("$", true), (".", true), ("data[-1].id", true), ("$['a']['b']", true), ("$.data[-1:].id", true),
        ("$[0:1]", true), ("$[:1]", true), ("$[-2:-1]", true), ("$[3:1]", true), ("$[1:9:0]", true), ("$[4:8:4]", true),
        ("$[0:2]", false), ("$[-2:]", false), ("$[1:]", false), ("$[0:-1]", false), ("$[-1:1]", false), ("$[:]", false),
        ("$[3:1:-1]", false), ("$[-2::2]", true), ("$..a", false), ("$.a[*]", false), ("$['a','b']", false),
        ("$[?@.a]", false),
    ])
    func `knows which paths select one value at most`(path: String, isSingular: Bool) throws {
        #expect(try JSONPath(path).isSingular == isSingular)
    }

    @Test func `is singular only where every length of array agrees`() throws {
        for start in [nil, -3, -1, 0, 2] {
            for end in [nil, -3, -1, 0, 2, 3] {
                for step in [-2, 0, 1, 2, 5] {
                    let bounds = "\(start.map(String.init) ?? ""):\(end.map(String.init) ?? ""):\(step)"
                    let path = try JSONPath("$[\(bounds)]")
                    let most =
                        try (0...8).map { length in
                            let elements = (0..<length).map(String.init).joined(separator: ",")
                            return try path.nodes(in: JSONDocument.parse("[\(elements)]").root).count
                        }.max() ?? 0
                    if path.isSingular { #expect(most <= 1, "\(path)") }
                }
            }
        }
    }

    @Test(
        arguments: [
            ("$", []), (".", []), ("$[*]", []), ("data", ["data"]), ("data.users", ["data", "users"]),
            ("$.data.users[*]", ["data", "users"]), ("$['a.b'][\"c\"].*", ["a.b", "c"]),
            ("results.item", ["results", "item"]),
            ("data[0]", nil), ("$[*].a", nil), ("$..a", nil), ("$.a..*", nil), ("$['a','b']", nil), ("$.a[:]", nil),
            ("$.a[?@]", nil), ("a[*][*]", nil),
        ] as [(String, [String]?)])
    func `tells the names of a plain path`(path: String, names: [String]?) throws {
        #expect(try JSONPath(path).names == names)
    }

    @Test func `equals a path that is written the same`() throws {
        let path = try JSONPath("$.data[*]")
        #expect(path.description == "$.data[*]")
        #expect(try path == JSONPath(strict: "$.data[*]"))
        #expect(try path != JSONPath("data[*]"))
        #expect(try Set([path, JSONPath("$.data[*]"), JSONPath("data")]).count == 2)
    }
}
