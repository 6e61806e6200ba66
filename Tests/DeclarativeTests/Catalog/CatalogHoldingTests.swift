import Connector
import Testing

@testable import Declarative

/// Definitions that were fetched for a catalog.
@Suite struct CatalogHoldingTests {
    private let catalog = DeclarativeCatalog(embedded: [])

    private func hold(_ name: String, of reference: String) {
        let text = "name: \(name)\nbase_url: http://x\nstreams: [{ name: y, request: { path: / } }]"
        catalog.hold(Array(text.utf8), of: reference)
    }

    @Test func `what has changed since is taken anew`() throws {
        for name in ["first", "second", "first"] {
            hold(name, of: "s3://lake/shop.yaml")
            #expect(try catalog.describe("s3://lake/shop.yaml").name == name)
            #expect(try catalog.validate(file: "s3://lake/shop.yaml").name == name)
        }
    }

    @Test func `what was dropped means nothing`() throws {
        hold("shop", of: "event.connector")
        #expect(try catalog.describe("event.connector").name == "shop")
        catalog.drop("event.connector")
        let failure = try #require(throws: Failure.self) { try catalog.describe("event.connector") }
        #expect(failure.kind == .config)
    }

    @Test func `only the last few are kept`() throws {
        let most = FetchedDefinitions.most
        for number in 0..<most { hold("shop", of: "s3://lake/\(number).yaml") }
        // It is the newest again.
        hold("other", of: "s3://lake/0.yaml")
        hold("shop", of: "s3://lake/\(most).yaml")
        #expect(try catalog.describe("s3://lake/0.yaml").name == "other")
        #expect(throws: Failure.self) { try catalog.describe("s3://lake/1.yaml") }
        for number in 2...most { #expect(try catalog.describe("s3://lake/\(number).yaml").name == "shop") }
    }
}
