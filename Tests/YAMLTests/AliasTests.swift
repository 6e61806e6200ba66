import JSON
import Testing
import YAML

@Suite struct AliasTests {
    @Test func anAliasRepeatsItsAnchor() throws {
        #expect(
            try YAMLNode.parse("a: &x {b: [1]}\nc: *x\nd: [*x, *x]").jsonValue == [
                "a": ["b": [1]], "c": ["b": [1]], "d": [["b": [1]], ["b": [1]]],
            ])
        #expect(try YAMLNode.parse("[&x 1, *x, &x 2, *x]").jsonValue == [1, 1, 2, 2])
        #expect(try YAMLNode.parse("[&x , *x]").jsonValue == [nil, nil])
    }

    @Test func ownKeysWinOverMergedOnes() throws {
        let text = "base: &base {a: 1, b: 2}\none: {<<: *base, b: 3}\ntwo: {b: 3, <<: *base}\n"
        let node = try YAMLNode.parse(text)
        #expect(node["one"]?.jsonValue == ["a": 1, "b": 3])
        #expect(node["two"]?.jsonValue == ["a": 1, "b": 3])
        #expect(node["one"]?.mapping?.map(\.key) == ["a", "b"])
        #expect(node["two"]?.mapping?.map(\.key) == ["b", "a"])
    }

    @Test func earlierMapsOfAListWin() throws {
        let text = "- &x {a: 1, b: 1}\n- &y {b: 2, c: 2}\n- d: 0\n  <<: [*x, *y, {c: 3, e: 3}]\n  c: 9\n"
        let merged = try YAMLNode.parse(text).sequence?.last
        #expect(merged?.jsonValue == ["d": 0, "a": 1, "b": 1, "e": 3, "c": 9])
        #expect(merged?.mapping?.map(\.key) == ["d", "a", "b", "e", "c"])
        #expect(merged?.mapping?.entry(for: "e")?.keyPosition == YAMLPosition(line: 4, column: 23))
    }

    @Test func mergesBuildOnMerges() throws {
        let text = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n"
        #expect(try YAMLNode.parse(text)["c"]?.jsonValue == ["x": 1, "y": 2, "z": 3])
    }

    @Test func mergedValuesAreNotMergedDeeply() throws {
        let text = "a: &a {h: {x: 1}}\nb: {<<: *a, h: {y: 2}}\n"
        #expect(try YAMLNode.parse(text)["b"]?.jsonValue == ["h": ["y": 2]])
    }

    @Test func largeMappingsMerge() throws {
        let keys = (0..<30).map { "k\($0): \($0)" }.joined(separator: ", ")
        let mapping = try YAMLNode.parse("- &x {\(keys)}\n- {k3: own, <<: *x, k40: 40}\n").sequence?.last?.mapping
        #expect(mapping?.count == 31)
        #expect(mapping?["k3"]?.jsonValue == "own")
        #expect(mapping?["k29"]?.jsonValue == 29)
    }

    @Test func aQuotedMergeKeyIsAnOrdinaryKey() throws {
        #expect(try YAMLNode.parse("'<<': 1").jsonValue == ["<<": 1])
    }

    @Test func mergingNothingIsAllowed() throws {
        #expect(try YAMLNode.parse("{<<: [], a: 1, b: {<<: {}}}").jsonValue == ["a": 1, "b": [:]])
    }
}
