import BuiltInConnectors
import Connector
import DateTime
import Declarative
import JSON
import TestSupport
import Testing

@testable import Demo

@Suite struct DemoCatalogTests {
    private let inner = DeclarativeCatalog(embedded: BuiltInConnectors.all)
    private let environment = SourceEnvironment(now: .now())

    @Test func `everything else is as in the other catalog`() throws {
        let catalog = DemoCatalog(inner)
        #expect(catalog.summaries == inner.summaries)
        #expect(catalog.fileSchema == inner.fileSchema)
        #expect(try catalog.describe("stripe") == inner.describe("stripe"))
        #expect(try catalog.declaredStreams("demo") == inner.declaredStreams("demo"))
        #expect(try catalog.declaredStreams("demo")?.count == 5)
        #expect(try catalog.starter(named: "x") == inner.starter(named: "x"))
        catalog.hold(
            Array("name: held\nbase_url: http://x\nstreams: [{ name: y, request: { path: / } }]".utf8), of: "s3://a/b")
        #expect(try catalog.describe("s3://a/b").name == "held")
        #expect(try catalog.validate(file: "s3://a/b").name == "held")
        let configuration = try inner.describe("stripe").configuration.check(
            ["api_key": "sk_test_123"], from: "the test")
        let source = try catalog.source("stripe", configuration: configuration, environment: environment)
        #expect(source is DeclarativeSource)
    }

    @Test(arguments: ["demo", PackageFolder.path + "/connectors/demo.yaml"])
    func `the demo is served, unless it is said where it is`(reference: String) throws {
        let catalog = DemoCatalog(inner)
        let served = try catalog.source(
            reference, configuration: try DemoRun.configuration([:]), environment: environment)
        #expect(served is ServedSource && served.name == "demo")
        let elsewhere = try catalog.source(
            reference, configuration: try DemoRun.configuration(["base_url": "http://demo.example.com/v1"]),
            environment: environment)
        #expect(elsewhere is DeclarativeSource)
    }

    @Test func `another connector of that file name is another connector`() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/demo.yaml"
            try write(
                "name: demo\nbase_url: http://x.example.com\nstreams: [{ name: y, request: { path: / } }]", to: path)
            let configuration = try inner.describe(path).configuration.check([:], from: "the test")
            let source = try DemoCatalog(inner).source(path, configuration: configuration, environment: environment)
            #expect(source is DeclarativeSource)
        }
    }

    @Test func `there is one server for a configuration`() throws {
        let servers = DemoServers()
        let first = try servers.server(DemoSettings())
        #expect(try servers.server(DemoSettings([:])) === first)
        let other = try servers.server(DemoSettings(["seed": 2]))
        #expect(other !== first && other.origin != first.origin)
    }

    /// What the connector's file says by default is what the settings are without it.
    @Test func `the defaults of the file are those of the settings`() throws {
        #expect(DemoSettings(try DemoRun.configuration([:]).values) == DemoSettings())
        let values: JSONObject = [
            "customers": 1, "orders": 2, "events": 3, "regions": 4, "seed": -5, "latency_ms": 6,
            "requests_per_second": 7, "error_rate": .double(0.5), "token_lifetime": 8,
        ]
        var settings = DemoSettings()
        (settings.customers, settings.orders, settings.events, settings.regions) = (1, 2, 3, 4)
        (settings.seed, settings.latency) = (UInt64(bitPattern: -5), .milliseconds(6))
        (settings.requestsPerSecond, settings.errorRate, settings.tokenLifetime) = (7, 0.5, 8)
        #expect(DemoSettings(try DemoRun.configuration(values).values) == settings)
    }
}
