import Connector
import Foundation
import JSON
import TestSupport
import Testing

@testable import Destinations

@Suite struct StateFileTests {
    @Test func `what is saved is there for the next claim, and nothing beside it`() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/state.json"
            let file = StateFile(path)
            #expect(try file.claim(until: nil) == nil)
            try file.save(["streams": ["a": ["cursor": 1]]])
            try file.conclude(["streams": ["a": ["cursor": 2]]])
            let next = StateFile(path)
            #expect(try next.claim(until: nil) == ["streams": ["a": ["cursor": 2]]])
            next.release()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state.json"])
        }
    }

    @Test func `two runs do not have one state at once`() throws {
        try withTemporaryFolder { folder in
            let (first, second) = (StateFile(folder + "/state.json"), StateFile(folder + "/state.json"))
            _ = try first.claim(until: nil)
            let failure = try #require(throws: Failure.self) { try second.claim(until: nil) }
            #expect(failure.kind == .stateConflict)
            #expect(failure.message == "\(folder)/state.json: another run has this state")
            first.release()
            #expect(try second.claim(until: nil) == nil)
        }
    }

    @Test func `a damaged state is refused`() throws {
        try withTemporaryFolder { folder in
            try Data(#"{"streams": {"#.utf8).write(to: URL(fileURLWithPath: folder + "/state.json"))
            let failure = try #require(throws: Failure.self) {
                try StateFile(folder + "/state.json").claim(until: nil)
            }
            #expect(failure.message.hasPrefix("\(folder)/state.json: this state is damaged: "))
        }
    }

    @Test func `folders that are not there are made`() throws {
        try withTemporaryFolder { folder in
            let file = StateFile(folder + "/a/b/state.json")
            #expect(try file.claim(until: nil) == nil)
            try file.conclude(["streams": [:]])
            #expect(FileManager.default.fileExists(atPath: folder + "/a/b/state.json"))
        }
    }

    @Test func `a place that cannot be written to is named before anything is read`() throws {
        try withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            let path = folder + "/file/state.json"
            let failure = try #require(throws: Failure.self) { try StateFile(path).claim(until: nil) }
            #expect(failure.kind == .config)
            #expect(failure.message.hasPrefix("cannot write the state to \(path): "))
            #expect(failure.message.hasSuffix("Not a directory"))
        }
    }
}
