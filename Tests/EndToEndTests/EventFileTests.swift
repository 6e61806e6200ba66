import Foundation
import JSON
import TestSupport
import Testing

/// The events that the package shows: each asks the demo, and so runs anywhere.
@Suite(.timeLimit(.minutes(2))) struct EventFileTests {
    private func answer(
        to name: String, in folder: String, environment: [String: String] = [:]
    ) throws -> JSONValue {
        let arguments = ["run-local", PackageFolder.path + "/events/\(name).json", "--once", "--quiet"]
        let finished = try run("curlew", arguments, in: folder, environment: environment)
        #expect(finished.error == "", "\(name)")
        return try JSONValue.parse(finished.output)
    }

    @Test func `each action is shown and carried out`() throws {
        try withTemporaryFolder { folder in
            let check = try answer(to: "check", in: folder)
            #expect(check["connectionStatus"]?["status"] == "SUCCEEDED")
            let catalog = try answer(to: "discover", in: folder)
            #expect(catalog["catalog"]?["streams"]?.array?.count == 2)
            let streams = try answer(to: "streams", in: folder)
            #expect(streams["streams"]?.array?.isEmpty == false)
            let specification = try answer(to: "spec", in: folder)
            #expect(specification["spec"] != nil)
            let records = try answer(to: "records", in: folder)
            #expect(records["records"]?.array?.count == 10)
            let counts = try ["http", "quickstart"].map { try answer(to: $0, in: folder)["total_records"] }
            #expect(counts == [8, 122_008])
            let backfill = try answer(to: "backfill", in: folder)
            #expect(backfill["resume"] != nil)
            let plan = try answer(to: "plan", in: folder)
            #expect(plan["shards"] == 4)
            let shard = try answer(to: "shard", in: folder)
            #expect(shard["done"] == true)
            let merge = try answer(to: "merge", in: folder)
            #expect(merge["missing_count"] == 3)
        }
    }

    @Test func `an event of a schedule says nothing, and the environment all`() throws {
        try withTemporaryFolder { folder in
            let answer = try answer(
                to: "scheduled", in: folder, environment: ["CURLEW_CONNECTOR": "demo", "CURLEW_FORMAT": "json"])
            #expect(answer["connector"] == "demo")
            #expect(answer["records"]?.array?.isEmpty == false)
            #expect(answer["resume"] != nil)
        }
    }

    @Test func `there is an event for everything that is shown here`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: PackageFolder.path + "/events").sorted()
        let known = [
            "backfill", "check", "discover", "http", "merge", "plan", "quickstart", "records", "scheduled", "shard",
            "spec", "streams",
        ]
        #expect(names == known.map { "\($0).json" })
    }
}
