import JSON
import Testing

/// What a path may look at, told without a document.
@Suite struct ReachTests {
    @Test(
        arguments: [
            ("data[-1].id", ["data"], false), ("a.b.c", ["a", "b", "c"], true), ("$", [], true),
            ("$.a[*]", ["a"], false),
            ("$..a", [], false), ("$['a','b']", [], false), ("['é'].x", ["é", "x"], true),
        ])
    func `leading names`(path: String, names: [String], isAll: Bool) throws {
        let path = try JSONPath(path)
        #expect(path.leadingNames == names)
        #expect(path.hasOnlyNames == isAll)
    }

    @Test(arguments: [
        ("data[-1].id", true), ("data", true), ("$", false), ("a[0]", false), ("a[*]", false), ("$..a", false),
        ("$['a','b']", false),
    ])
    func `the last step is a name`(path: String, isName: Bool) throws {
        #expect(try JSONPath(path).endsInName == isName)
    }

    @Test(
        arguments: [
            ("data[-1].id", ["data"], true), ("data", ["data", "items"], true),
            ("data.next", ["data", "items"], false),
            ("datas", ["data"], false), ("next", [], true), ("$", ["data"], true), ("$..next", ["data"], true),
            ("meta[?@.a == 1]", ["data"], false), ("meta[?$.data[0] == 1]", ["data"], true),
            ("meta[0].x", ["meta"], true),
        ])
    func `may look`(path: String, names: [String], mayLook: Bool) throws {
        #expect(try JSONPath(path).mayLook(at: names) == mayLook)
    }
}
