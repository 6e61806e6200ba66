import Foundation
import JSON

@testable import CommandLine

/// Each command with everything it wrote, as it would stand on a screen. What is different each time is written as 0.
func transcript(of program: Program, _ commands: [[String]]) async throws -> String {
    var text = ""
    for command in commands {
        let result = try await captured(program, command)
        text += "$ curlew \(command.joined(separator: " "))\n\(result.output)"
        if !result.error.isEmpty { text += "standard error:\n\(result.error)" }
        text += "exit code \(result.code.rawValue)\n\n"
    }
    return text.withoutTimes
}

extension String {
    fileprivate var withoutTimes: String {
        replacing(/("(?:emitted_at|duration_ms)": ?)[0-9]+/) { "\($0.1)0" }
            .replacing(/("sync": ?\{\s*"id": ?")[0-9A-Z]{26}(",\s*"started_at": ?")[^"]*"/) { "\($0.1)0\($0.2)0\"" }
    }
}

extension Captured {
    /// The messages on standard output.
    func messages() throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    /// The summary, which must be the last message.
    func summary() throws -> JSONValue {
        guard let last = try messages().last, last["type"] == "SYNC_SUMMARY", let summary = last["summary"] else {
            throw MissingMessage(type: "SYNC_SUMMARY")
        }
        return summary
    }

    /// The last state for all streams.
    func state() throws -> JSONValue {
        let states = try messages().filter { $0["type"] == "STATE" && $0["state"]?["streams"] != nil }
        guard let state = states.last?["state"] else { throw MissingMessage(type: "STATE") }
        return state
    }

    /// The ids of the records of a stream, in order.
    func ids(_ stream: String) throws -> [Int64] {
        try messages().filter { $0["record"]?["stream"] == .string(stream) }
            .compactMap { $0["record"]?["data"]?["id"]?.int64 }
    }

    /// The types of the messages, those that follow one another once.
    func types() throws -> [String] {
        try messages().compactMap { $0["type"]?.string }.reduce(into: []) { types, type in
            if types.last != type { types.append(type) }
        }
    }
}

struct MissingMessage: Error {
    var type: String
}
