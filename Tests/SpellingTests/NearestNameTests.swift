import Spelling
import Testing

@Suite struct NearestNameTests {
    static let known = ["base_url", "streams", "name", "pagination", "primary_key", "cursor_field", "params"]

    @Test(arguments: [
        ("base_ulr", "base_url"), ("baseUrl", "base_url"), ("stream", "streams"), ("Name", "name"), ("nmae", "name"),
        ("paginaton", "pagination"), ("primarykey", "primary_key"), ("curser_feild", "cursor_field"),
        ("param", "params"),
        ("base_url", "base_url"),
    ])
    func `finds what was meant`(name: String, meant: String) {
        #expect(nearestName(to: name, among: Self.known) == meant)
    }

    @Test(arguments: ["", "x", "headers", "url", "completely_different", String(repeating: "name", count: 1000)])
    func `suggests nothing when nothing is near`(name: String) {
        #expect(nearestName(to: name, among: Self.known) == nil)
    }
}
