import Testing
import YAML

@Suite struct PositionTests {
    @Test func everyValueAndKeyKnowsItsPlace() throws {
        let text = """
            a: 1
            b:
              - x
              - {c: [y]}
            d: |
              text
            e:
            f: !!str &g h
            """
        #expect(
            places(of: try YAMLNode.parse(text)) == [
                "1:1 mapping", "1:1 a", "1:4 1", "2:1 b", "3:3 sequence", "3:5 x", "4:5 mapping", "4:6 c",
                "4:9 sequence",
                "4:10 y", "5:1 d", "5:4 text\n", "7:1 e", "7:3 ", "8:1 f", "8:4 h",
            ])
    }

    @Test func columnsCountUnicodeScalars() throws {
        let node = try YAMLNode.parse("{é: 1, 日本: 2, 😀: 3, e\u{301}: 4, f: \"\u{2028}\", g: 5}")
        #expect(
            places(of: node) == [
                "1:1 mapping", "1:2 é", "1:5 1", "1:8 日本", "1:12 2", "1:15 😀", "1:18 3", "1:21 e\u{301}", "1:25 4",
                "1:28 f", "1:31 \u{2028}", "2:4 g", "2:7 5",
            ])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndCounts(_ lineEnd: String) throws {
        let node = try YAMLNode.parse(
            ["a: 1", "# x", "", "b:", "  c: |", "    d", "e: f", ""].joined(separator: lineEnd))
        #expect(
            places(of: node) == [
                "1:1 mapping", "1:1 a", "1:4 1", "4:1 b", "5:3 mapping", "5:3 c", "5:6 d\n", "7:1 e", "7:4 f",
            ])
    }

    @Test func aByteOrderMarkIsNoColumn() throws {
        #expect(places(of: try YAMLNode.parse("\u{FEFF}a: 1")) == ["1:1 mapping", "1:1 a", "1:4 1"])
    }

    @Test func anAliasReportsThePlaceOfTheAnchoredValue() throws {
        let node = try YAMLNode.parse("a: &x [1]\nb: *x\n&k c: d\ne: *k\n")
        #expect(node["b"]?.position == YAMLPosition(line: 1, column: 4))
        #expect(node["e"]?.position == YAMLPosition(line: 3, column: 1))
        #expect(node.mapping?.entry(for: "b")?.keyPosition == YAMLPosition(line: 2, column: 1))
    }

    @Test func anAliasAsKeyStandsAtItsOwnPlace() throws {
        let mapping = try YAMLNode.parse("a: &x k\n*x : 1\n").mapping
        #expect(mapping?.entry(for: "k")?.keyPosition == YAMLPosition(line: 2, column: 1))
    }

    @Test func positionsAreOrderedAsTheyAreRead() {
        #expect(YAMLPosition(line: 1, column: 9) < YAMLPosition(line: 2, column: 1))
        #expect(YAMLPosition(line: 2, column: 1) < YAMLPosition(line: 2, column: 2))
    }

    /// Every node and key in the order of the text, as `line:column text`.
    private func places(of node: YAMLNode) -> [String] {
        let place = "\(node.position.line):\(node.position.column)"
        switch node.content {
        case .scalar(let scalar):
            return ["\(place) \(scalar.text)"]
        case .sequence(let elements):
            return ["\(place) sequence"] + elements.flatMap(places)
        case .mapping(let entries):
            return ["\(place) mapping"]
                + entries.flatMap { entry in
                    ["\(entry.keyPosition.line):\(entry.keyPosition.column) \(entry.key)"] + places(of: entry.value)
                }
        }
    }
}
