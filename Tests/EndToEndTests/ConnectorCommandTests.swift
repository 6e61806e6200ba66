import Foundation
import JSON
import TestSupport
import Testing

/// The commands around connector definitions, as a script runs them.
@Suite struct ConnectorCommandTests {
    private func message(_ finished: Finished) throws -> JSONValue {
        #expect(finished.output.last == "\n")
        #expect(finished.output.filter { $0 == "\n" }.count == 1)
        return try JSONValue.parse(finished.output)
    }

    @Test func `list names the built-in connectors`() throws {
        let result = try run("curlew", "list")
        #expect(result.status == 0)
        #expect(result.error == "")
        let list = try message(result)
        #expect(list["type"] == "CONNECTORS")
        let names = list["connectors"]?.array?.compactMap { $0["name"]?.string }
        #expect(
            names == [
                "stripe", "openai", "anthropic", "cloudflare", "github", "salesforce", "salesforce-bulk", "hubspot",
                "shopify", "zendesk", "demo",
            ])
    }

    @Test func `streams and spec take a name, an alias or a file`() throws {
        for reference in ["github", "github-billing", PackageFolder.path + "/connectors/github.yaml"] {
            let streams = try message(try run("curlew", "streams", "--connector", reference))
            #expect(streams["type"] == "STREAMS")
            #expect(streams["connector"] == "github")
            #expect(streams["streams"]?.array?.contains("actions_billing") == true)
            let spec = try message(try run("curlew", "spec", "-c", reference))
            #expect(spec["type"] == "SPEC")
            #expect(spec["spec"]?["config_schema"]?[0]?["name"] == "access_token")
            #expect(spec["spec"]?["connection_specification"]?["required"] == ["access_token", "org"])
        }
    }

    @Test func `a connector that does not exist is one sentence`() throws {
        #expect(
            try run("curlew", "spec", "--connector", "./missing.yaml")
                == Finished(
                    status: 2, output: "", error: "curlew: cannot read ./missing.yaml: No such file or directory\n"))
        let unknown = try run("curlew", "streams", "--connector", "strpe")
        #expect(unknown.status == 2)
        #expect(unknown.error.hasPrefix("curlew: no connector is called `strpe`; did you mean `stripe`?\nHint: "))
    }

    @Test func `validate tells good files from broken ones`() throws {
        try withTemporaryFolder { folder in
            let good = PackageFolder.path + "/connectors/stripe.yaml"
            let broken = folder + "/broken.yaml"
            try write("name: x\nbase_ur: https://example.com\nstreams:\n  - name: a\n", to: broken)

            let right = try run("curlew", "validate", good)
            #expect(right.status == 0)
            #expect(right.error == "")
            #expect(try message(right)["status"] == "SUCCEEDED")

            let wrong = try run("curlew", "validate", broken)
            #expect(wrong.status == 2)
            #expect(
                wrong.error == """
                    \(broken):1:1: `base_url` is missing here
                    \(broken):2:1: unknown key `base_ur`; did you mean `base_url`?
                    \(broken):4:5: `request` is missing here: what is asked for?

                    """)
            #expect(try message(wrong)["errors"]?.array?.count == 3)

            let both = try run("curlew", "validate", broken, good)
            #expect(both.status == 2)
            #expect(both.error == wrong.error)
            #expect(both.output == wrong.output + right.output)
        }
    }

    @Test func `validate names what cannot be read`() throws {
        try withTemporaryFolder { folder in
            let missing = try run("curlew", "validate", folder + "/missing.yaml")
            #expect(missing.status == 2)
            #expect(missing.error == "cannot read \(folder)/missing.yaml: No such file or directory\n")
            #expect(try message(missing)["status"] == "FAILED")
            let wrong = try run("curlew", "validate", folder)
            #expect(wrong.status == 2)
            #expect(wrong.error == "cannot read \(folder): Is a directory\n")
        }
    }

    @Test func `schema prints the published JSON Schema`() throws {
        let result = try run("curlew", "schema")
        #expect(result.status == 0)
        #expect(
            try message(result) == JSONValue.parse(try text(of: PackageFolder.path + "/docs/connector.schema.json")))
    }

    @Test func `new writes a file that validates, and never over another`() throws {
        try withTemporaryFolder { folder in
            let created = try run("curlew", "new", "my-api", in: folder)
            #expect(
                created
                    == Finished(
                        status: 0, output: "", error: "wrote my-api.yaml; check it with `curlew validate my-api.yaml`\n"
                    ))
            #expect(try run("curlew", "validate", "my-api.yaml", in: folder).status == 0)

            try write("mine", to: folder + "/my-api.yaml")
            let again = try run("curlew", "new", "my-api", in: folder)
            #expect(again.status == 2)
            #expect(
                again.error
                    == "curlew: cannot write my-api.yaml: File exists\nHint: choose another name, or remove the file\n")
            #expect(try text(of: folder + "/my-api.yaml") == "mine")
        }
    }

    @Test(arguments: ["../escape", "a/b", "My API", ""])
    func `new refuses names that are none`(name: String) throws {
        try withTemporaryFolder { folder in
            let result = try run("curlew", "new", name, in: folder)
            #expect(result.status == 2)
            #expect(result.error.hasPrefix("curlew: `\(name)` is no name for a connector; use lower-case letters"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }
}
