import HTTPClient
import Testing

@Suite("URL references")
struct URLReferenceTests {
    /// RFC 3986, sections 5.4.1 and 5.4.2, with the base "http://a/b/c/d;p?q".
    static let examples = [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"),
        ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
        ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"),
        ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"), ("http:g", "http:g"),
    ]

    @Test("The examples of RFC 3986", arguments: examples)
    func resolving(_ reference: String, _ target: String) {
        let base = URLReference("http://a/b/c/d;p?q")
        #expect(URLReference(reference).resolved(against: base).description == target)
    }

    @Test("A base without a path, empty segments, and a path that is only dots")
    func edges() {
        #expect(URLReference("g").resolved(against: URLReference("http://a")).description == "http://a/g")
        #expect(URLReference("g").resolved(against: URLReference("http://a?q")).description == "http://a/g")
        #expect(URLReference("//b//c/./").resolved(against: URLReference("http://a")).description == "http://b//c/")
        #expect(URLReference("/..").resolved(against: URLReference("http://a/b")).description == "http://a/")
        #expect(URLReference("a//../b").resolved(against: URLReference("http://a/")).description == "http://a/a/b")
    }

    @Test("The parts, where empty is not missing")
    func parts() {
        let full = URLReference("foo://user@example.com:8042/over/there?name=ferret#nose")
        #expect(full.scheme == "foo")
        #expect(full.authority == "user@example.com:8042")
        #expect(full.path == "/over/there")
        #expect(full.query == "name=ferret")
        #expect(full.fragment == "nose")
        let empty = URLReference("http://?#")
        #expect(empty.authority == "" && empty.query == "" && empty.fragment == "" && empty.path == "")
        #expect(URLReference("1:2").scheme == nil)
        #expect(URLReference(":x").path == ":x")
        #expect(URLReference("urn:x").authority == nil)
    }

    @Test("Any text is put together again as it was", arguments: examples)
    func roundTrip(_ reference: String, _ target: String) {
        for text in [reference, target, "//a?b#c#d?e", "a:b:c//d", "é://ü"] {
            #expect(URLReference(text).description == text)
        }
    }
}
