import Connector
import JSON
import Testing

@testable import Destinations

@Suite struct NameTests {
    @Test(arguments: [
        ("customers", "customers"), ("a/b", "a%2Fb"), ("..", "%2E."), ("_x", "%5Fx"), ("50%", "50%25"), ("", "%"),
        ("städte und mehr", "städte und mehr"), ("a\u{1}=*", "a%01%3D%2A"),
    ])
    func `streams have folders of their own`(stream: String, folder: String) {
        #expect(FolderName.text(of: stream) == folder)
    }

    @Test func `names are read as they are written`() {
        let name = PartName(syncID: "01J", attempt: "0a1b2c", number: 1_234_567)
        #expect(name.text == "part-01J-0-0a1b2c-1234567.parquet")
        #expect(PartName(name.text, ofSync: "01J") == name)
        #expect(PartName(name.text, ofSync: "01K") == nil)
        #expect(PartName(syncID: "01J", attempt: "a", number: 7).text == "part-01J-0-a-000007.parquet")
        #expect(name.text.hasPrefix(PartName.beginning("01J")))
        #expect(name.text.hasPrefix(PartName.beginning("01J", attempt: "0a1b2c")))
        let shard = PartName(syncID: "01J", attempt: "1s17-0a1b2c", number: 3)
        #expect(shard.text == "part-01J-1s17-0a1b2c-000003.parquet")
        #expect(PartName(shard.text, ofSync: "01J") == shard)
        for beginning in [
            PartName.beginning("01J"), PartName.beginning("01J", shard: "1s17"),
            PartName.beginning("01J", shard: "1s17", attempt: "1s17-0a1b2c"),
        ] {
            #expect(shard.text.hasPrefix(beginning))
        }
        #expect(!shard.text.hasPrefix(PartName.beginning("01J", shard: "1s1")))
        for text in ["part-01J-0-a.parquet", "part-01J-0-a-x.parquet", "part-01J-0-a-b-1.parquet", "part-01J-0-a-1"] {
            #expect(PartName(text, ofSync: "01J") == nil)
        }
    }

    @Test func `a state leads to no other files`() {
        let state: JSONObject = [
            "parts": [
                "a": ["dt=1/part-x.parquet", "../part-x.parquet", "dt=1/../part-x.parquet", 7], "b": ["/etc/passwd"],
            ],
            "dropped": ["dt=../part-x.parquet", "part-x.parquet", "dt=1/other.parquet", "dt=2/part-y.parquet"],
        ]
        let kept = KeptParts(state)
        #expect(kept.unfinished == ["a": ["dt=1/part-x.parquet"]])
        #expect(kept.dropped.filter { $0.contains("y") } == ["dt=2/part-y.parquet"])
        #expect(KeptParts(kept.state).unfinished == kept.unfinished)
        #expect(KeptParts().state == ["parts": .null, "dropped": .null])
    }

    @Test func `all parts together stay within the budget`() {
        let budget = BufferBudget(ofPart: 16, ofAll: 32)
        #expect(!budget.change(from: 0, to: 15))
        #expect(budget.change(from: 15, to: 16))
        #expect(!budget.change(from: 0, to: 4))
        // 16, 4 and 12 are enough together: the third has more than its share.
        #expect(budget.change(from: 0, to: 12))
        #expect(!budget.change(from: 4, to: 4))
        // Rows that are being encoded count.
        budget.encode(16)
        #expect(budget.change(from: 4, to: 8))
        budget.encoded(16)
        #expect(!budget.change(from: 12, to: 13))
    }
}
