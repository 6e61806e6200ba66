import Connector
import Crypto
import DateTime
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import Declarative

/// The five example connectors of the design document run as they stand there.
@Suite(
    .timeLimit(.minutes(1)),
    .enabled(if: ReferenceDocument.arePresent, "the reference documents do not lie beside this checkout"))
struct ExampleConnectorTests {
    @Test func stripe() async throws {
        let answers = """
            - request: https://api.stripe.com/v1/balance
              response: { body: { object: balance } }
            - request: https://api.stripe.com/v1/customers
              response: { body: { has_more: true, data: [{ id: cus_3, created: 1717430400 }, { id: cus_2, created: 99 }] } }
            - request: https://api.stripe.com/v1/customers?starting_after=cus_2
              response: { body: { has_more: false, data: [{ id: cus_1, created: 5 }] } }
            - request: https://api.stripe.com/v1/customers?created[gte]=1717430400
              response: { body: { has_more: true, data: [{ id: cus_5, created: 1717430500 }] } }
            - request: https://api.stripe.com/v1/customers?created[gte]=1717430400&starting_after=cus_5
              response: { body: { has_more: false, data: [{ id: cus_3, created: 1717430400 }] } }
            """
        let first = try await run(
            "stripe", "customers", configuration: ["api_key": "rk_test_example"], answers: answers)
        #expect(first.failure == nil)
        #expect(first.records.map { $0["id"] } == ["cus_3", "cus_2", "cus_1"])
        #expect(
            first.calls == [
                "https://api.stripe.com/v1/customers", "https://api.stripe.com/v1/customers?starting_after=cus_2",
            ])
        #expect(first.requests.allSatisfy { $0.headers["Authorization"] == "Bearer rk_test_example" })
        #expect(first.requests.allSatisfy { $0.headers["Stripe-Version"] == "2023-10-16" })
        #expect(first.streams["customers"]?["cursor"] == 1_717_430_400)

        // The record at the cursor comes again, and is known.
        let second = try await run(
            "stripe", "customers", configuration: ["api_key": "rk_test_example"], state: first.state, answers: answers)
        #expect(second.failure == nil)
        #expect(second.records.map { $0["id"] } == ["cus_5"])
        #expect(second.calls.first == "https://api.stripe.com/v1/customers?created[gte]=1717430400")
        #expect(second.streams["customers"]?["cursor"] == 1_717_430_500)
    }

    @Test func hubspot() async throws {
        let link =
            "https://api.hubapi.com/crm/v3/objects/contacts?limit=100&properties=firstname%2Clastname%2Cemail&after=151"
        let run = try await run(
            "hubspot", "contacts", configuration: ["access_token": "pat-example"],
            answers: """
                - request: https://api.hubapi.com/crm/v3/objects/contacts?limit=1
                  response: { body: { results: [] } }
                - request: https://api.hubapi.com/crm/v3/objects/contacts?limit=100&properties=firstname,lastname,email
                  response:
                    body:
                      results: [{ id: "101", properties: { firstname: Ana } }, { id: "151", properties: { firstname: 李 } }]
                      paging: { next: { after: "151", link: "\(link)" } }
                - request: \(link)
                  response: { body: { results: [{ id: "900", properties: { firstname: null } }] } }
                """)
        #expect(run.failure == nil)
        #expect(run.records.map { $0["id"] } == ["101", "151", "900"])
        #expect(run.records[1]["properties"] == ["firstname": "李"])
        #expect(run.requests.map(\.url.description).last == link)
        #expect(run.requests.allSatisfy { $0.headers["Authorization"] == "Bearer pat-example" })
        #expect(run.streams == [:])
    }

    @Test func shopify() async throws {
        let next = "https://my-store.myshopify.com/admin/api/2024-01/orders.json?limit=250&page_info=abc"
        let run = try await run(
            "shopify", "orders", configuration: ["shop_name": "my-store", "access_token": "shpat_example"],
            state: ["streams": ["orders": ["cursor": "2024-06-01T02:00:00+02:00"]]],
            answers: """
                - request: https://my-store.myshopify.com/admin/api/2024-01/shop.json
                  response: { body: { shop: { id: 1 } } }
                - request: https://my-store.myshopify.com/admin/api/2024-01/orders.json?limit=250&status=any&updated_at_min=2024-06-01T00:00:00Z
                  response:
                    headers: { Link: '<\(next)>; rel="next"' }
                    body: { orders: [{ id: 450789469, updated_at: "2024-11-03T01:30:00-05:00" }] }
                - request: \(next)
                  response:
                    headers: { Link: '<https://my-store.myshopify.com/admin/api/2024-01/orders.json?page_info=ab>; rel="previous"' }
                    body: { orders: [{ id: 450789470, updated_at: "2024-11-03T01:45:00-04:00" }] }
                """)
        #expect(run.failure == nil)
        #expect(run.records.map { $0["id"] } == [450_789_469, 450_789_470])
        #expect(run.calls.count == 2)
        #expect(run.requests.allSatisfy { $0.headers["X-Shopify-Access-Token"] == "shpat_example" })
        // The later moment, not the later clock.
        #expect(run.streams["orders"]?["cursor"] == "2024-11-03T01:30:00-05:00")
    }

    @Test func salesforce() async throws {
        let run = try await run(
            "salesforce", "accounts",
            configuration: [
                "instance_url": "https://example.my.salesforce.com", "client_id": "3MVG9example",
                "client_secret": "example-secret", "refresh_token": "5Aep861example",
            ],
            answers: """
                - request:
                    method: POST
                    url: https://login.salesforce.com/services/oauth2/token
                  response: { body: { access_token: token-1, token_type: Bearer } }
                - request: https://example.my.salesforce.com/services/data/v59.0/limits
                  response: { body: {} }
                - request: https://example.my.salesforce.com/services/data/v59.0/query?q=SELECT Id,Name,Industry FROM Account
                  response:
                    body:
                      totalSize: 2
                      done: false
                      nextRecordsUrl: /services/data/v59.0/query/01g-2000
                      records: [{ Id: 001A, Name: Größe & Söhne, Industry: null }]
                - request: https://example.my.salesforce.com/services/data/v59.0/query/01g-2000
                  response: { body: { totalSize: 2, done: true, records: [{ Id: 001B, Name: Globex, Industry: Energy }] } }
                """)
        #expect(run.failure == nil)
        #expect(run.records.map { $0["Name"] } == ["Größe & Söhne", "Globex"])
        #expect(run.calls.last == "https://example.my.salesforce.com/services/data/v59.0/query/01g-2000")
        #expect(run.requests.count == 2)
        #expect(run.requests.allSatisfy { $0.headers["Authorization"] == "Bearer token-1" })
    }

    @Test func `Google Sheets`() async throws {
        let credentials: JSONValue = [
            "type": "service_account", "client_email": "reader@example.iam.gserviceaccount.com",
            "private_key": .string(TestKeys.rsa + "\n"),
        ]
        let run = try await run(
            "google_sheets", "sheet_data",
            configuration: [
                "credentials_json": .string(credentials.description), "spreadsheet_id": "1BxiMVs0XRA5n",
                "sheet_name": "Übersicht 2024",
            ],
            answers: """
                - request: { method: POST, url: "https://oauth2.googleapis.com/token" }
                  response: { body: { access_token: ya29.example, expires_in: 3599, token_type: Bearer } }
                - request: https://sheets.googleapis.com/v4/spreadsheets/1BxiMVs0XRA5n
                  response: { body: { spreadsheetId: 1BxiMVs0XRA5n } }
                - request: https://sheets.googleapis.com/v4/spreadsheets/1BxiMVs0XRA5n/values/%C3%9Cbersicht%202024?majorDimension=ROWS
                  response:
                    body:
                      range: "'Übersicht 2024'!A1:Z1000"
                      majorDimension: ROWS
                      values: [[name, amount], [Ana, "3"], [Łukasz], [Kim, "9007199254740993"]]
                """)
        #expect(run.failure == nil)
        #expect(
            run.records == [
                ["column_1": "Ana", "column_2": "3"], ["column_1": "Łukasz"],
                ["column_1": "Kim", "column_2": "9007199254740993"],
            ])
        #expect(run.requests.allSatisfy { $0.headers["Authorization"] == "Bearer ya29.example" })
        let token = try #require(run.allRequests.first)
        #expect(token.headers["Content-Type"] == "application/x-www-form-urlencoded")
        let fields = FormEncoding.decode(String(decoding: token.body ?? [], as: UTF8.self))
        #expect(fields.first { $0.name == "grant_type" }?.value == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        try check(try #require(fields.first { $0.name == "assertion" }?.value))
    }

    /// Reads a stream of the connector with a name, after its check.
    private func run(
        _ connector: String, _ stream: String, configuration: JSONValue, state: JSONValue = [:], answers: String
    ) async throws -> ReplayedSync {
        let example = try #require(
            ReferenceDocument.design.examples.last { example in
                example.text.contains("name: \(connector),") && example.text.contains("name: \(stream)\n")
            })
        return try await ReplayedSync(
            example.text, stream, configuration: configuration, state: state, checksFirst: true, answers: answers)
    }

    /// A signature by RSASSA-PKCS1-v1_5 is the same each time.
    private func check(_ token: String) throws {
        let parts = token.split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        #expect(try decoded(parts[0]) == ["alg": "RS256", "typ": "JWT"])
        let now = ReplayedSync.now.unixSeconds
        let claims = try decoded(parts[1])
        #expect(claims["iss"] == "reader@example.iam.gserviceaccount.com")
        #expect(claims["aud"] == "https://sheets.googleapis.com")
        #expect(claims["scope"] == "https://www.googleapis.com/auth/spreadsheets.readonly")
        #expect(claims["iat"] == .integer(now))
        let end = try #require(claims["exp"]?.int64)
        #expect((now + 60...now + 3_600).contains(end))
        let key = try SigningKey(privateKeyPEM: TestKeys.rsa, algorithm: .rs256)
        #expect(Base64.url.encode(try key.sign("\(parts[0]).\(parts[1])")) == parts[2])
    }

    private func decoded(_ part: String) throws -> JSONValue {
        let bytes = try #require(Base64.url.decode(part))
        return try JSONValue.parse(String(decoding: bytes, as: UTF8.self))
    }
}
