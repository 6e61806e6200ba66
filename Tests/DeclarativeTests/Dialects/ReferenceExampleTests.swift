import Declarative
import Foundation
import Testing

/// Every YAML example of the documents Curlew is compatible with loads as it stands.
@Suite(.enabled(if: ReferenceDocument.arePresent, "the reference documents do not lie beside this checkout"))
struct ReferenceExampleTests {
    @Test func `finds all examples`() {
        #expect(ReferenceDocument.readme.examples.count == 17)
        #expect(ReferenceDocument.design.examples.count == 33)
    }

    @Test(arguments: ReferenceDocument.examples)
    func `loads the example`(_ example: ReferenceExample) {
        let definition = parse(example.connector, "\(example)")
        #expect(definition?.streams.isEmpty == false)
    }
}
