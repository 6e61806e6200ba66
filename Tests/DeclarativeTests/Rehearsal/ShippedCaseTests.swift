import BuiltInConnectors
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import CommandLine
@testable import Declarative

/// Every built-in connector against the answers its API's documentation shows.
@Suite(.timeLimit(.minutes(1))) struct ShippedCaseTests {
    @Test(arguments: ShippedCase.all)
    func `the records are those expected, and so are the requests`(_ shipped: ShippedCase) async throws {
        let outcome = try await shipped.run()
        #expect(outcome.result.fault == nil)
        #expect(outcome.rehearsal.records != nil, "no records are expected: what is tested?")
        let exchanges = try Cassette(path: shipped.path).exchanges
        for exchange in exchanges {
            let request = exchange.request
            let sent = try outcome.requests(like: request)
            let recorded = exchanges.count { $0.request.isLike(request) }
            #expect(sent.count >= recorded, "\(request.method) \(request.url) was asked for \(sent.count) times")
            #expect(
                sent.contains { $0.hasHeaders(of: request) },
                "\(request.method) \(request.url) was never asked for with \(request.headers.map { "\($0.name): \($0.text)" })"
            )
        }
    }

    @Test(arguments: ShippedCase.connectors)
    func `three streams are read for two pages, and one goes on from a state`(_ connector: String) async throws {
        var pages: [String: Int] = [:]
        var goesOn = false
        var hasCredentials = false
        for shipped in ShippedCase.of(connector) {
            let outcome = try await shipped.run()
            pages.merge(outcome.pages) { max($0, $1) }
            goesOn = goesOn || outcome.rehearsal.state != nil && outcome.rehearsal.finalState != nil
            let names = try Cassette(path: shipped.path).exchanges.flatMap { $0.request.headers.map(\.name) }
            hasCredentials = hasCredentials || names.contains { HTTPHeader.namesCredential($0) }
        }
        #expect(pages.count { $0.value >= 2 } >= 3, "\(connector) has too few cassettes: \(pages)")
        #expect(goesOn, "no case of \(connector) has both a state and a final_state")
        #expect(
            hasCredentials || connector == "demo",
            "no case of \(connector) says which credentials a request carries")
    }

    @Test func `every folder of cases is that of a connector`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: ShippedCase.folder)
        #expect(Set(folders) == Set(ShippedCase.connectors))
    }
}

extension ShippedCase.Outcome {
    /// The requests that a recorded one stands for.
    fileprivate func requests(like recorded: RecordedExchange.Request) throws -> [HTTPRequest] {
        let key = try RequestKey(recorded.method, recorded.url, scrubbing)
        return requests.filter { request in
            let own = RequestKey(request.method.description, request.url, scrubbing)
            guard own == key || own.anywhere == key else { return false }
            return recorded.body?.matches(request, scrubbing) ?? true
        }
    }
}

extension RecordedExchange.Request {
    fileprivate func isLike(_ other: Self) -> Bool {
        method == other.method && url == other.url && body == other.body
    }
}

extension HTTPHeader {
    fileprivate static func namesCredential(_ name: String) -> Bool {
        ["authorization", "x-api-key", "x-shopify-access-token"].contains(name.lowercased())
    }
}
