import JSON
import TestSupport
import Testing

/// Random paths: whatever they are, they are compiled or refused, and evaluated, in a short time.
@Suite struct PathFuzzTests {
    private static let parts = [
        "$", "@", ".", "..", "*", "[", "]", "[*]", "[0]", "[-1]", "[::-1]", "[1:3]", ":", ",", "'a'", "\"b\"", ".a",
        ".b",
        "..a", "..*", "..[*]", "[?", "?", "@.a", "$.a", "@..*", "$..*", "(", ")", "!", "&&", "||", "==", "!=", "<",
        "<=", ">", ">=",
        "1", "-0", "1.5e3", "'x'", "true", "null", "length(", "count(", "value(", "match(", "search(", "@.*", "[?@]",
        "[?@.a]",
        "[?$..*]", "[?count($..*)>1]", "[?@..a==1]", "[*,*]", "'(a*)*b'", "'[a-z]{1,9}'", "'(a|a)*'", "{9}", "\\",
        "\\u0041",
        " ", "é", "🙂", "9007199254740992", "\u{0}", "[?@[?@[?", "]]]", "[?match(@,'(a*)*b')]", "[?search(@.a,$.p)]",
    ]

    private static let document = #"""
        {"a": [1, {"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b": [true, null, {"b": 1.5}]}, [[], {}]],
         "b": {"a": {"a": {"a": {"b": "x"}}}}, "p": "(a+)+$", "🙂": 1e400}
        """#

    private static let seeds = [
        "$.a[*]", "$..a", "data[-1].id", "$.a[?@.a == 'x' && !@.b]", "$[?count(@..*) > 2].a[::-1]",
        "$..[?match(@.a, '(a|b)*c{1,3}')]", "$[?length(value($..p)) > 1, 'a', 0:1]", "a.b..a['a',0][?@ > 1.5e0]",
    ]

    @Test func `survives random texts`() throws {
        var random = SeededRandom(seed: 9535)
        let document = try JSONDocument.parse(Self.document)
        var compiled = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...12, using: &random)
            var text = Bool.random(using: &random) ? "$" : ""
            for _ in 0..<count { text += Self.parts.randomElement(using: &random) ?? "" }
            compiled += try evaluate(text, document.root) ? 1 : 0
        }
        #expect(compiled > 200)
    }

    @Test func `survives mutated paths`() throws {
        var random = SeededRandom(seed: 9485)
        let document = try JSONDocument.parse(Self.document)
        var compiled = 0
        for _ in 0..<20_000 {
            var characters = Array(Self.seeds.randomElement(using: &random) ?? "")
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<max(1, characters.count), using: &random)
                let part = Array(Self.parts.randomElement(using: &random) ?? "")
                switch Int.random(in: 0..<3, using: &random) {
                case 0: characters.insert(contentsOf: part, at: min(place, characters.count))
                case 1 where !characters.isEmpty: characters.remove(at: place)
                default: characters.replaceSubrange(min(place, characters.count)..<characters.count, with: part)
                }
            }
            compiled += try evaluate(String(characters), document.root) ? 1 : 0
        }
        #expect(compiled > 2000)
    }

    /// Returns whether the text is a path.
    private func evaluate(_ text: String, _ root: JSONView) throws -> Bool {
        let path: JSONPath
        do throws(JSONPathError) {
            path = try JSONPath(text)
        } catch {
            #expect((1...text.count + 1).contains(error.position))
            return false
        }
        var (count, first) = (0, JSONView?.none)
        path.forEach(in: root) { view in
            count += 1
            first = first ?? view
        }
        #expect(path.first(in: root) == first)
        #expect(!path.isSingular || count <= 1)
        #expect(path.names == nil || path.isSingular || text.hasSuffix("*") || text.hasSuffix("]"))
        return true
    }

    @Test(arguments: [
        String(repeating: "[*,*]", count: 14), String(repeating: "[0,0,0,0]", count: 7),
        String(repeating: "..*", count: 7),
        String(repeating: "[?@", count: 5) + String(repeating: "]", count: 5), String(repeating: ".a", count: 1025),
        "[?" + String(repeating: "(", count: 70) + "@" + String(repeating: ")", count: 70) + "]",
        "[?" + String(repeating: "!(", count: 10_000), String(repeating: "[?length(", count: 10_000),
        "[?" + String(repeating: "length(", count: 10_000),
    ])
    func `refuses what could take for ever`(steps: String) {
        #expect(throws: JSONPathError.self) { try JSONPath("$" + steps) }
    }

    @Test func `takes long texts`() throws {
        let document = try JSONDocument.parse(Self.document)
        let conditions = Array(repeating: "@ == -1", count: 20_000)
        let either = try JSONPath("$[?" + conditions.joined(separator: " || ") + "]")
        #expect(either.first(in: document.root) == nil)
        let both = try JSONPath("$[?" + conditions.joined(separator: " && ") + "]")
        #expect(both.first(in: document.root) == nil)
        let name = String(repeating: "n", count: 1_000_000)
        #expect(try JSONPath("$." + name).first(in: document.root) == nil)
        let names = (0..<9000).map { "'\($0)'" }.joined(separator: ",")
        #expect(try JSONPath("$[\(names)]").first(in: document.root) == nil)
    }
}
