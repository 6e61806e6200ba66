import TestSupport
import Testing

@testable import Declarative

@Suite struct WebLinkTests {
    @Test(
        arguments: [
            ("<a>; rel=next", [WebLink(target: "a", relations: ["next"])]),
            ("<a>;rel=\"next last\"", [WebLink(target: "a", relations: ["next", "last"])]),
            (
                "<a,b;c>; title=\"x, <y>; rel=prev\"; rel=next , <d>; REL=\"Prev\"",
                [WebLink(target: "a,b;c", relations: ["next"]), WebLink(target: "d", relations: ["Prev"])]
            ),
            ("<a>; rel=next; rel=prev", [WebLink(target: "a", relations: ["next"])]),
            ("<a>", [WebLink(target: "a", relations: [])]),
            ("< a >; rel = next", [WebLink(target: "a", relations: ["next"])]),
            ("<a>; title=\"say \\\"rel=no\\\"\"; rel=next", [WebLink(target: "a", relations: ["next"])]),
            ("<a>; crossorigin; rel=next", [WebLink(target: "a", relations: ["next"])]),
            ("nonsense, <a>; rel=next", [WebLink(target: "a", relations: ["next"])]),
            ("<>; rel=next", [WebLink(target: "", relations: ["next"])]), ("", []), (",,", []), ("<a", []),
            ("<a>; rel=\"next", [WebLink(target: "a", relations: ["next"])]),
            ("<ü>; rel=next", [WebLink(target: "ü", relations: ["next"])]),
        ])
    func `links are read as RFC 8288 has them`(header: String, links: [WebLink]) {
        #expect(WebLink.links(in: header) == links)
    }

    @Test func `any text is read`() {
        var random = SeededRandom(seed: 8288)
        let pieces = ["<", ">", ";", ",", "\"", "\\", "rel", "=", "next", " ", "é", "a"]
        for _ in 0..<2_000 {
            let text = (0..<random.below(20)).map { _ in random.pick(pieces) }.joined()
            let links = WebLink.links(in: text + ",<end>; rel=next")
            #expect(links.count <= text.utf8.count + 1)
        }
    }
}
