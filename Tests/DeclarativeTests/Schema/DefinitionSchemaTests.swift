import BuiltInConnectors
import Connector
import Foundation
import JSON
import TestSupport
import Testing
import YAML

@testable import Declarative

private let python = PackageFolder.path + "/.venv/bin/python"

/// The published JSON Schema and the loader agree.
@Suite struct DefinitionSchemaTests {
    /// Files that load.
    private static let sound: [(name: String, text: String)] =
        BuiltInConnectors.all.map { ($0.summary.name, String(decoding: $0.text(), as: UTF8.self)) }
        + SpellingPair.all.flatMap { [("\($0), canonical", $0.canonical), ("\($0), design", $0.design)] }
        + ReferenceDocument.examples.map { ("\($0)", $0.connector) }

    /// Files with unknown keys, wrong types and missing keys, as far as a schema can tell them.
    private static let broken = BrokenFile.all.filter { file in
        let kinds = [
            "unknown key", "unknown type", "expected a list,", "expected a mapping", "expected a text",
            "expected a whole",
            "expected a number", "expected true or false", "is missing here",
        ]
        let others = ["a template that yields one", "asked for?", "token sent?", "types of a schema"]
        return kinds.contains { file.errors.contains($0) }
            && !others.contains { (file.title + file.errors).contains($0) }
    }

    private static func document(_ text: String) throws -> JSONValue { try YAMLNode.parse(text).jsonValue }

    @Test func `takes what loads and refuses what is broken`() throws {
        let schema = SchemaCheck(DefinitionSchema.document)
        for file in Self.sound { #expect(schema.fits(try Self.document(file.text)), "\(file.name)") }
        for file in Self.broken {
            guard let document = try? Self.document(file.text) else { continue }
            #expect(!schema.fits(document), "\(file.title)")
        }
        #expect(Self.broken.count > 30)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python), "scripts/setup has made no .venv here"))
    func `is a JSON Schema to others as well`() throws {
        var files: [JSONValue] = []
        var expected: [JSONValue] = []
        for (name, text, isSound) in Self.sound.map({ ($0, $1, true) })
            + Self.broken.map({ ($0.title, $0.text, false) })
        {
            guard let document = try? Self.document(text) else { continue }
            files.append([.string(name), document])
            expected.append([.string(name), .bool(isSound)])
        }
        let task: JSONValue = ["schema": DefinitionSchema.document, "files": .array(files)]
        let answer = try JSONValue.parse(try validated(task.description))
        let differing = zip(answer.array ?? [], expected).filter { $0 != $1 }.map(\.0)
        #expect(answer.array?.count == files.count)
        #expect(differing == [])
    }

    /// What the Python package says of the files.
    private func validated(_ task: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "curlew-\(UUID().uuidString).json")
        try Data(task.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [PackageFolder.path + "/Tests/DeclarativeTests/Schema/validate.py"]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: answer, as: UTF8.self)
    }

    @Test func `has a description for every key`() {
        var undescribed: [String] = []
        func walk(_ value: JSONValue, _ path: String) {
            if let properties = value["properties"]?.object, value["type"] == "object" {
                for property in properties where property.key != "type" && property.value["description"]?.string == nil
                {
                    undescribed.append("\(path).\(property.key)")
                }
            }
            for member in value.object ?? [:] { walk(member.value, "\(path).\(member.key)") }
            for (index, element) in (value.array ?? []).enumerated() { walk(element, "\(path)[\(index)]") }
        }
        walk(DefinitionSchema.document, "")
        #expect(undescribed == [])
    }
}
