import Connector
import Foundation
import JSON
import Sync
import Testing

@Suite struct StateFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func `what is saved is loaded`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("state.json").path
        let file = StateFile(path)
        #expect(try file.load() == nil)
        try file.save(["streams": ["a": ["cursor": 1]]])
        try file.save(["streams": ["a": ["cursor": 2]]])
        #expect(try file.load() == ["streams": ["a": ["cursor": 2]]])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state.json"])
    }

    @Test func `a damaged state is refused`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("state.json").path
        try Data(#"{"streams": {"#.utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) { try StateFile(path).load() }
    }

    @Test func `a folder that is not there is named, and nothing is left`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("missing/state.json").path
        do {
            try StateFile(path).save([:])
            Issue.record("it was saved")
        } catch {
            #expect(error.message == "cannot write the state to \(path): No such file or directory")
            #expect(error.kind == .destination)
        }
    }
}
