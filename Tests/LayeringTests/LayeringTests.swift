import Foundation
import JSON
import TestSupport
import Testing

/// The architecture's one rule, checked on the package description: arrows between modules go down.
@Suite struct LayeringTests {
    /// Lowest first. A module may depend on modules of the layers before its own.
    static let layers: [(name: String, modules: [String])] = [
        (
            "C libraries",
            ["CCurl", "CCrypto", "CYAML", "CExpat", "CZstd", "CSnappy", "CZlib", "CMicroHTTPD", "CSimdJSON", "CMalloc"]
        ),
        (
            "ground",
            ["JSON", "YAML", "CSV", "XML", "Columnar", "Crypto", "Compression", "DateTime", "Spelling", "Threads"]
        ),
        ("means", ["HTTPClient", "Signing", "CloudAccess", "ObjectStorage", "Parquet", "Templates"]),
        ("contract", ["Connector"]),
        ("sources and sinks", ["Declarative", "BuiltInConnectors", "Databases", "Demo", "Destinations"]),
        ("engine", ["Sync"]),
        ("actions", ["Actions"]),
        ("faces", ["CommandLine", "Server", "LambdaRuntime"]),
        ("executables", ["curlew", "bootstrap"]),
    ]

    /// Arrows that are allowed within a layer.
    static let sideways: Set<[String]> = [
        ["YAML", "JSON"], ["CSV", "JSON"], ["XML", "JSON"], ["Columnar", "JSON"], ["Columnar", "DateTime"],
        ["CloudAccess", "HTTPClient"], ["CloudAccess", "Signing"], ["ObjectStorage", "HTTPClient"],
        ["ObjectStorage", "Signing"], ["ObjectStorage", "CloudAccess"],
    ]

    static let outside = ["Benchmarks/", "Tests/"]

    @Test func `dependencies go down only`() throws {
        let targets = try packageTargets()
        #expect(targets.count > 10)
        #expect(faults(in: targets) == [])
    }

    @Test func `an arrow that runs up or sideways is found`() {
        #expect(
            faults(in: [
                Module(name: "JSON", dependencies: ["Connector", "CSimdJSON"]),
                Module(name: "Crypto", dependencies: ["JSON", "CCrypto"]),
                Module(name: "YAML", dependencies: ["JSON", "CYAML"]),
                Module(name: "Strange", dependencies: []),
            ]) == [
                "JSON (ground) must not depend on Connector (contract)",
                "Crypto (ground) must not depend on JSON (ground)",
                "Strange belongs to no layer: add it to LayeringTests and docs/architecture.md",
            ])
    }

    @Test func `full Foundation is not imported by what ships`() throws {
        for folder in ["Sources", "connectors"] {
            let root = URL(fileURLWithPath: PackageFolder.path).appendingPathComponent(folder)
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift" {
                let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                #expect(!lines.contains { $0.hasSuffix("import Foundation") }, "\(file.path)")
            }
        }
    }

    private struct Module {
        var name: String
        var dependencies: [String]
    }

    private func faults(in modules: [Module]) -> [String] {
        func layer(of module: String) -> Int? { Self.layers.firstIndex { $0.modules.contains(module) } }
        return modules.flatMap { module -> [String] in
            guard let own = layer(of: module.name) else {
                return ["\(module.name) belongs to no layer: add it to LayeringTests and docs/architecture.md"]
            }
            return module.dependencies.compactMap { dependency in
                guard let other = layer(of: dependency), other >= own else { return nil }
                if other == own, Self.sideways.contains([module.name, dependency]) { return nil }
                let (from, to) = (Self.layers[own].name, Self.layers[other].name)
                return "\(module.name) (\(from)) must not depend on \(dependency) (\(to))"
            }
        }
    }

    private func packageTargets() throws -> [Module] {
        let swift = Process()
        let output = Pipe()
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        swift.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        swift.arguments = [
            "swift", "package", "--package-path", PackageFolder.path, "--scratch-path", scratch.path, "dump-package",
        ]
        swift.standardOutput = output
        try swift.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        swift.waitUntilExit()
        let description = try JSONDocument.parse(PaddedBytes(text)).root
        let targets = description["targets"].map { Array($0.elements) } ?? []
        return targets.compactMap { target in
            let path = target["path"]?.string ?? ""
            guard target["type"]?.string != "test", !Self.outside.contains(where: path.hasPrefix) else { return nil }
            let dependencies = target["dependencies"].map { Array($0.elements) } ?? []
            return Module(
                name: target["name"]?.string ?? "",
                dependencies: dependencies.compactMap { $0["byName"]?[0]?.string ?? $0["target"]?[0]?.string })
        }
    }
}
