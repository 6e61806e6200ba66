import JSON
import Testing

@testable import Declarative

@Suite struct SliceIDTests {
    @Test(
        arguments: [
            ([:], ""), (["id": "p1"], "p1"), (["id": 42], "42"), (["id": true], "true"),
            (["region": "eu", "id": 7], #"{"region":"eu","id":7}"#), (["id": ["a": 1]], #"{"a":1}"#),
            (["team": ""], #"{"team":""}"#),
        ] as [(JSONObject, String)])
    func `is the text of one value, and JSON of several`(_ identity: JSONObject, _ id: String) {
        #expect(SliceID.text(of: identity) == id)
    }

    @Test func `keeps 128 bytes and cuts longer ones`() {
        let whole = String(repeating: "a", count: 128)
        #expect(SliceID.text(of: ["id": .string(whole)]) == whole)
        // The digits are those that Python's hashlib gives for 129 times `a`.
        #expect(
            SliceID.text(of: ["id": .string(whole + "a")])
                == String(repeating: "a", count: 64) + "…" + "c12cb024a2e5551cca0e08fc"
        )
    }

    @Test func `cuts between characters`() {
        let text = "x" + String(repeating: "é", count: 100)
        let id = SliceID.text(of: ["id": .string(text)])
        #expect(id.hasPrefix("x" + String(repeating: "é", count: 31) + "…"))
        #expect(id.utf8.count == 63 + 3 + 24)
    }

    @Test func `tells long values apart`() {
        let common = String(repeating: "k", count: 200)
        #expect(SliceID.text(of: ["id": .string(common + "1")]) != SliceID.text(of: ["id": .string(common + "2")]))
    }
}
