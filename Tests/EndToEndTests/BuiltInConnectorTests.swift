import Foundation
import JSON
import TestSupport
import Testing

/// `curlew test` on what is shipped.
@Suite struct BuiltInConnectorTests {
    @Test func `every built-in connector passes its own cases`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: PackageFolder.path + "/connectors/cassettes")
        #expect(folders.count >= 10)
        for connector in folders.sorted() {
            let result = try run("curlew", "test", connector, in: PackageFolder.path)
            #expect(result.status == 0, "\(result.output)")
            let last = try result.output.split(separator: "\n").last.map { try JSONValue.parse(String($0)) }
            #expect(last?["summary"]?["failed"] == 0)
        }
    }
}
