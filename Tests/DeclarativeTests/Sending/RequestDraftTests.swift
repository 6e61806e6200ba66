import JSON
import Testing

@testable import Declarative

@Suite struct RequestDraftTests {
    private func draft(_ body: RequestDraft.Body? = nil) -> RequestDraft {
        var draft = RequestDraft(.get, url: "https://a/")
        draft.parameters = [.init(name: "a", text: "1"), .init(name: "b", text: "2"), .init(name: "a", text: "3")]
        draft.headers = [.init(name: "X-A", text: "1"), .init(name: "x-a", text: "2"), .init(name: "X-B", text: "3")]
        draft.body = body
        return draft
    }

    @Test func `a value takes the place of all others of its name`() {
        var query = draft()
        query.set("a", to: 7, in: .query)
        #expect(query.parameters == [.init(name: "b", text: "2"), .init(name: "a", text: "7")])
        var header = draft()
        header.set("X-a", to: "t", in: .header)
        #expect(header.headers == [.init(name: "X-B", text: "3"), .init(name: "X-a", text: "t")])
        var path = draft()
        path.set("a", to: 7, in: .path)
        #expect(path == draft())
    }

    @Test(
        arguments: [
            (nil, .json(["p": ["after": 7]])), (.json(["q": 1]), .json(["q": 1, "p": ["after": 7]])),
            (.json(["p": ["after": 1, "x": 2]]), .json(["p": ["after": 7, "x": 2]])),
            (.json(["p": 3]), .json(["p": ["after": 7]])), (.json([1]), .json([1])),
            (.form([.init(name: "p.after", text: "1")]), .form([.init(name: "p.after", text: "7")])),
            (.raw(#"{"q": 1}"#), .json(["q": 1, "p": ["after": 7]])), (.raw("<q/>"), .raw("<q/>")),
        ] as [(RequestDraft.Body?, RequestDraft.Body)])
    func `a value in a body`(_ before: RequestDraft.Body?, _ after: RequestDraft.Body) {
        var draft = draft(before)
        draft.set("p.after", to: 7, in: .body)
        #expect(draft.body == after)
    }
}
