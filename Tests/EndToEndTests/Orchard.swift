import Foundation
import JSON
import TestSupport

/// An API on loopback with streams of numbered records, and the connector that reads it.
///
/// `trees` has pages of ten trees; `harvests` has one page. Requests without the right key are refused.
final class Orchard: Sendable {
    static let key = "sk_secret_apples_123"
    private let server: ScriptedServer

    /// An orchard with so many pages of trees of a kind. `beforePage` runs before each is sent.
    init(pages: Int, kind: String = "apple", beforePage: @escaping @Sendable (Int) -> Void = { _ in }) throws {
        server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let json = ["Content-Type: application/json"]
                guard request.headers["authorization"] == "Bearer \(Self.key)" else {
                    peer.answer("401 Unauthorized", json, text: #"{"error":"the key \#(Self.key) is wanted"}"#)
                    continue
                }
                guard request.target.hasPrefix("/trees") else {
                    peer.answer("200 OK", json, text: #"{"data":[{"id":1,"season":"autumn"}]}"#)
                    continue
                }
                let page = request.target.split(separator: "page=").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 1
                beforePage(page)
                let ids = page <= pages ? Array((page - 1) * 10 + 1...page * 10) : []
                let records = ids.map { #"{"id":\#($0),"kind":"\#(kind)"}"# }.joined(separator: ",")
                peer.answer("200 OK", json, text: #"{"data":[\#(records)]}"#)
            }
        }
    }

    /// Writes the connector into a folder and returns the arguments that every command on it needs.
    private func arguments(in folder: String) throws -> [String] {
        let path = folder + "/orchard.yaml"
        try write(Self.connector, to: path)
        let configuration: JSONValue = ["key": .string(Self.key), "url": .string(server.url(""))]
        return ["--connector", path, "--config-json", configuration.description]
    }

    /// Runs a test with an orchard and a folder that holds its connector; it gets the folder and the arguments that every
    /// command on it needs.
    static func with(
        pages: Int, kind: String = "apple", beforePage: @escaping @Sendable (Int) -> Void = { _ in },
        _ body: (_ folder: String, _ arguments: [String]) throws -> Void
    ) throws {
        let orchard = try Orchard(pages: pages, kind: kind, beforePage: beforePage)
        try withTemporaryFolder { folder in try body(folder, try orchard.arguments(in: folder)) }
        withExtendedLifetime(orchard) {}
    }

    private static let connector = """
        name: orchard
        base_url: "{{ config.url }}"
        spec:
          properties:
            key: { type: string, secret: true, required: true }
            url: { type: string, required: true }
        auth: { type: bearer, token: "{{ config.key }}" }
        check: { path: /harvests }
        streams:
          - name: trees
            request: { path: /trees }
            decoder: { type: json, records_path: data }
            pagination: { type: page_number, page_param: page, page_size: 10 }
            primary_key: [id]
          - name: harvests
            request: { path: /harvests }
            decoder: { type: json, records_path: data }

        """
}
