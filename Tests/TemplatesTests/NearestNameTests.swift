import Templates
import Testing

@Suite struct NearestNameTests {
    static let known = ["config", "partition", "state", "record", "now", "id"]

    @Test(arguments: [
        ("confg", "config"), ("Config", "config"), ("cofnig", "config"), ("partitions", "partition"), ("nwo", "now"),
        ("recrod", "record"), ("x", nil), ("configuration", nil), ("", nil), ("zz", nil),
        (String(repeating: "config", count: 1000), nil),
    ])
    func `finds what was meant`(name: String, nearest: String?) {
        #expect(NearestName.find(name, among: Self.known) == nearest)
    }
}
