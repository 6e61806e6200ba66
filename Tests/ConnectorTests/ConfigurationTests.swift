import Connector
import JSON
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private static func field(
        _ name: String, _ type: ConfigurationField.ValueType = .string,
        _ change: (inout ConfigurationField) -> Void = { _ in }
    ) -> ConfigurationField {
        var field = ConfigurationField(name, type: type)
        change(&field)
        return field
    }

    private static let specification = ConfigurationSpecification(fields: [
        field("api_key") {
            $0.isSecret = true
            $0.isRequired = true
            $0.title = "API key"
        },
        field("org") {
            $0.isRequired = true
            $0.description = "The organization's name."
        },
        field("size", .integer) {
            $0.defaultValue = 100
            $0.maximum = 1000
        },
        field("since") { $0.format = .date },
        field("account") {
            $0.format = .json
            $0.isSecret = true
        },
        field("columns", .object) { $0.defaultValue = [:] },
    ])

    private func failure(_ given: JSONValue, _ specification: ConfigurationSpecification = specification) -> Failure? {
        do throws(Failure) {
            _ = try specification.check(given, from: "config.json")
            return nil
        } catch {
            return error
        }
    }

    @Test func `fills in defaults and parses texts of JSON`() throws {
        let configuration = try Self.specification.check(
            [
                "api_key": "sk_12345", "org": "acme", "since": nil,
                "account": #"{"key": "hushhush", "n": [1, "inside"]}"#,
            ],
            from: "config.json")
        #expect(
            JSONValue.object(configuration.values) == [
                "api_key": "sk_12345", "org": "acme", "size": 100, "columns": [:] as JSONValue,
                "account": ["key": "hushhush", "n": [1, "inside"]],
            ])
        let secrets = ["sk_12345", #"{"key": "hushhush", "n": [1, "inside"]}"#, "hushhush", "inside"]
        #expect(configuration.secrets == secrets)
    }

    @Test func `takes JSON as a value too, and parses a default`() throws {
        var specification = Self.specification
        specification.fields[4].defaultValue = #"{"key": "default"}"#
        let given: JSONValue = ["api_key": "sk_12345", "org": "acme", "account": ["key": "hushhush"]]
        let configuration = try specification.check(given, from: "config.json")
        #expect(configuration.values["account"] == ["key": "hushhush"])
        #expect(configuration.secrets == ["sk_12345", "hushhush"])
        let byDefault = try specification.check(["api_key": "sk_12345", "org": "acme"], from: "config.json")
        #expect(byDefault.values["account"] == ["key": "default"])
    }

    @Test func `tells all problems at once`() {
        let failure = failure([
            "api_kye": "sk_12345", "org": 7, "size": 2000, "since": "today", "account": "{", "colour": "red",
        ])
        #expect(failure?.kind == .config)
        #expect(
            failure?.message == """
                config.json: unknown field `api_kye`; did you mean `api_key`?
                config.json: unknown field `colour`
                config.json: `api_key` is missing (API key)
                config.json: `org` must be a string, not 7
                config.json: `size` must be at most 1000, not 2000
                config.json: `since` must be a date such as 2024-12-31
                config.json: `account` must be a text that holds JSON
                """)
    }

    private static let incomplete: [(JSONValue, String)] = [
        (["org": "acme"], "config.json: `api_key` is missing (API key)"),
        (["api_key": nil, "org": "acme"], "config.json: `api_key` is missing (API key)"),
        (["api_key": "", "org": ""], "config.json: `api_key` must not be empty\nconfig.json: `org` must not be empty"),
        (["api_key": "sk_12345"], "config.json: `org` is missing (The organization's name.)"),
        ([], "config.json: a configuration is a JSON object"), ("{}", "config.json: a configuration is a JSON object"),
    ]

    @Test(arguments: incomplete)
    func `says what is missing`(given: JSONValue, message: String) {
        #expect(failure(given)?.message == message)
    }

    @Test func `takes any field where none is declared`() throws {
        let undeclared = ConfigurationSpecification(
            fields: [Self.field("org", .any) { $0.isRequired = true }], isDeclared: false)
        let configuration = try undeclared.check(["org": 7, "other": true], from: "config.json")
        #expect(JSONValue.object(configuration.values) == ["org": 7, "other": true])
        #expect(failure(["other": true], undeclared)?.message == "config.json: `org` is missing")
    }

    @Test func `never shows a secret, whatever is wrong`() {
        var random = SeededRandom(seed: 7)
        for round in 0..<500 {
            var specification = ConfigurationSpecification()
            var given = JSONObject()
            var secrets: [String] = []
            for number in 0..<6 {
                var field = Self.field("field\(number)", random.pick(ConfigurationField.ValueType.allCases))
                field.isSecret = random.once(in: 2)
                field.format = random.once(in: 2) ? random.pick(ConfigurationField.TextFormat.allCases) : nil
                field.pattern = random.once(in: 3) ? "[0-9]{3}" : nil
                field.maximumLength = random.once(in: 3) ? 3 : nil
                field.maximum = random.once(in: 3) ? 10 : nil
                field.allowedValues = random.once(in: 4) ? ["a", 1] : []
                let secret = "secret\(random.below(1_000_000_000))"
                if field.isSecret { secrets.append(secret) }
                given[field.name] = random.pick([
                    .string(secret), [.string(secret)], ["a": .string(secret)], .string("{\"a\": \"\(secret)\"}"),
                ])
                specification.fields.append(field)
            }
            let message = failure(.object(given), specification)?.description ?? ""
            for secret in secrets { #expect(!message.contains(secret), "round \(round): \(message)") }
        }
    }

    @Test func `describes itself as JSON Schema`() throws {
        var specification = Self.specification
        specification.fields[1].pattern = "[a-z]+"
        specification.fields[1].minimumLength = 2
        specification.fields[2].minimum = 0.5
        specification.fields[3].allowedValues = ["2024-01-01"]
        let schema = try JSONValue.parse(
            """
            {"type": "object", "properties": {
              "api_key": {"type": "string", "title": "API key", "writeOnly": true},
              "org": {"type": "string", "description": "The organization's name.", "minLength": 2, "pattern": "^(?:[a-z]+)$"},
              "size": {"type": "integer", "default": 100, "minimum": 0.5, "maximum": 1000},
              "since": {"type": "string", "format": "date", "enum": ["2024-01-01"]},
              "account": {"type": ["object", "string"], "writeOnly": true},
              "columns": {"type": "object", "default": {}}
            }, "required": ["api_key", "org"], "additionalProperties": false}
            """)
        #expect(specification.jsonSchema == schema)
        #expect(
            ConfigurationSpecification(isDeclared: false).jsonSchema == [
                "type": "object", "properties": [:] as JSONValue,
            ])
    }
}
