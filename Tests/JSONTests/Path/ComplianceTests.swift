import Foundation
import JSON
import TestSupport
import Testing

private let file = PackageFolder.sharedData + "/jsonpath-cts.json"
private let isPresent = FileManager.default.fileExists(atPath: file)

/// The public compliance suite of JSONPath, where it lies beside the checkout.
@Suite(.enabled(if: isPresent, "jsonpath-cts.json does not lie beside this checkout"))
struct ComplianceTests {
    @Test func `does what the compliance suite wants`() throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let cases = try #require(JSONDocument.parse(text).root["tests"])
        #expect(cases.count == 703)
        for example in cases.elements {
            let name = try #require(example["name"]?.string)
            let selector = try #require(example["selector"]?.string)
            if example["invalid_selector"]?.bool == true {
                #expect(throws: JSONPathError.self, "\(name)") { try JSONPath(strict: selector) }
                if selector.hasPrefix("$") {
                    #expect(throws: JSONPathError.self, "\(name)") { try JSONPath(selector) }
                }
            } else {
                try check(example, selector, name)
            }
        }
    }

    private func check(_ example: JSONView, _ selector: String, _ name: String) throws {
        let document = try #require(example["document"])
        let path = try JSONPath(strict: selector)
        let result = path.nodes(in: document)
        let allowed = example["results"].map { Array($0.elements) } ?? example["result"].map { [$0] } ?? []
        #expect(allowed.contains { Array($0.elements) == result }, "\(name): \(selector) selects \(result)")
        #expect(path.first(in: document) == result.first, "\(name)")
        #expect(!path.isSingular || result.count < 2, "\(name)")
        #expect(try JSONPath(selector) == path, "\(name)")
    }
}
