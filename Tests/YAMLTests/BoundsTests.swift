import JSON
import Testing
import YAML

@Suite struct BoundsTests {
    @Test func aBillionLaughsAreAnError() throws {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(failures(of: text) == ["line 6, column 10: \(tooLarge)"])
    }

    @Test func mergesCountToo() throws {
        let keys = (0..<1_000).map { "k\($0): 0" }.joined(separator: ", ")
        let merges = Array(repeating: "*x", count: 50).joined(separator: ", ")
        #expect(failures(of: "- &x {\(keys)}\n- {<<: [\(merges)]}\n") == ["line 2, column 201: \(tooLarge)"])
    }

    @Test func aDocumentAtTheBoundLoads() throws {
        let text = "[" + String(repeating: "1,", count: YAMLNode.maximumCount - 1) + "]"
        #expect(try YAMLNode.parse(text).sequence?.count == YAMLNode.maximumCount - 1)
        #expect(failures(of: "[1," + text.dropFirst()) == ["line 1, column 200000: \(tooLarge)"])
    }

    @Test func aliasesWithinTheBoundLoad() throws {
        var text = "a0: &a0 [1, 2, 3, 4]\n"
        for level in 1...6 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
        #expect(try YAMLNode.parse(text)["a6"]?.jsonValue[2]?[2]?[2]?[2]?[2]?[2]?[3] == 4)
    }

    @Test(arguments: ["[", "- ", "{a: ", "? ", "[{a: "])
    func depthIsBounded(_ opening: String) throws {
        let levels = opening == "[{a: " ? 2 : 1
        let allowed = String(repeating: opening, count: YAMLNode.maximumDepth / levels)
        #expect(failures(of: allowed + "\"").allSatisfy { !$0.hasSuffix(tooDeep) })
        let failure = failures(of: allowed + opening).first
        #expect(failure == "line 1, column \(allowed.count + 1): \(tooDeep)")
        #expect(failures(of: String(repeating: opening, count: 50_000)).first == failure)
    }

    @Test func aliasesDeepenWhatTheyStandIn() throws {
        func nested(_ levels: Int, _ text: String) -> String {
            String(repeating: "[", count: levels) + text + String(repeating: "]", count: levels)
        }
        let half = YAMLNode.maximumDepth / 2
        _ = try YAMLNode.parse("- &x \(nested(half, ""))\n- \(nested(half - 1, "*x"))")
        let failure = failures(of: "- &x \(nested(half, ""))\n- \(nested(half, "*x"))")
        #expect(failure == ["line 2, column \(half + 3): \(tooDeep)"])
    }

    @Test func noMoreThanAHundredErrorsAreCollected() throws {
        #expect(failures(of: String(repeating: "a: 1\n", count: 1_000)).count == 100)
    }

    private let tooLarge = "more than 100000 keys and values, counting each time an alias repeats them; use fewer"
    private let tooDeep = "lists and mappings are nested deeper than 100 levels; nest them less"
}
