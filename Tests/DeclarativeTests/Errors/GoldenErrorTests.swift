import Declarative
import Foundation
import TestSupport
import Testing

/// A connector file that is wrong, and everything that is said about it.
struct BrokenFile: Sendable, CustomTestStringConvertible {
    var title: String
    var text: String
    var errors: String

    var testDescription: String { title }

    private static let path = PackageFolder.path + "/Tests/Golden/Definitions/errors.txt"

    /// The recorded files: each a line with `===` and the title, the file, a line with `---`, and the errors.
    static let all: [BrokenFile] = {
        let recorded = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return recorded.components(separatedBy: "=== ").dropFirst().map { section in
            let titleEnd = section.firstIndex(of: "\n") ?? section.endIndex
            let parts = section[titleEnd...].dropFirst().components(separatedBy: "---\n")
            return BrokenFile(
                title: String(section[..<titleEnd]), text: parts[0],
                errors: parts.dropFirst().joined().trimmingCharacters(in: .newlines))
        }
    }()

    static func record(_ files: [BrokenFile]) throws {
        let text = files.map { "=== \($0.title)\n\($0.text)---\n\($0.errors)\n" }.joined(separator: "\n")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// What the loader says now; nil when it finds nothing wrong.
    var complaints: String? {
        do throws(DefinitionErrors) {
            _ = try ConnectorDefinition.parse(Array(text.utf8), file: "example.yaml")
            return nil
        } catch {
            return error.description
        }
    }
}

/// Every kind of mistake with its exact text and place. `scripts/record` writes the texts anew.
@Suite struct GoldenErrorTests {
    @Test(.enabled(if: GoldenFile.isRecording)) func `records the texts`() throws {
        try BrokenFile.record(
            BrokenFile.all.map { file in
                BrokenFile(title: file.title, text: file.text, errors: file.complaints ?? "nothing is found wrong")
            })
    }

    @Test(.enabled(if: !GoldenFile.isRecording), arguments: BrokenFile.all)
    func `says what is wrong`(_ file: BrokenFile) {
        #expect(file.complaints == file.errors)
    }

    @Test func `there is an error for every kind of mistake`() {
        #expect(BrokenFile.all.count >= 110)
        #expect(BrokenFile.all.allSatisfy { $0.complaints != nil })
        #expect(Set(BrokenFile.all.map(\.title)).count == BrokenFile.all.count)
    }

    @Test func `tells each error once and in the order of the text`() throws {
        for file in BrokenFile.all {
            do throws(DefinitionErrors) {
                _ = try ConnectorDefinition.parse(Array(file.text.utf8), file: "example.yaml")
            } catch {
                let errors = error.errors
                #expect(Set(errors).count == errors.count, "\(file.title)")
                #expect(errors.map(\.position) == errors.map(\.position).sorted(), "\(file.title)")
            }
        }
    }

    @Test func `an error is one line, however strange the text`() {
        let strange =
            "name: \"a\\nb\\u0007\"\nbase_url: https://a\nstreams: [{ name: \"x\\ty\", \"k\\ney\": 1, request: { path: \"{{ 'a\\n' }\" } }]\n"
        let file = BrokenFile(title: "", text: strange, errors: "")
        let lines = file.complaints?.components(separatedBy: "\n") ?? []
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.hasPrefix("example.yaml:") })
    }
}
