import Foundation
import TestSupport
import Testing

@testable import CloudAccess

@Suite struct ChildProcessTests {
    private func output(
        of command: String, _ environment: [String: String] = [:], within limit: Duration = .seconds(20)
    ) async -> String {
        do throws(ChildProcess.Fault) {
            let process = ChildProcess(command: command, environment: environment)
            return String(decoding: try await process.output(within: limit), as: UTF8.self)
        } catch {
            return "fault: \(error.reason)"
        }
    }

    @Test func `a shell runs it with the variables that are given and no input`() async {
        #expect(await output(of: "echo \"$A b\"; cat", ["A": "a"]) == "a b\n")
        #expect(await output(of: "echo \"${HOME-none}\"") == "none\n")
    }

    @Test(arguments: [
        ("exit 7", "ended with the exit code 7"), ("kill -9 $$", "was ended by the signal 9"),
        ("/nonexistent 2>&-", "ended with the exit code 127"),
        ("while :; do echo 0123456789012345678901234567890123456789; done", "printed more than 1048576 bytes"),
    ])
    func `how it failed is told`(command: String, reason: String) async {
        #expect(await output(of: command) == "fault: \(reason)")
    }

    @Test(arguments: ["exec /bin/sleep 100", "exec 1>&-; /bin/sleep 100", "/bin/sleep 100 & exit"])
    func `one that does not end is ended, with what it started`(command: String) async throws {
        try await withTemporaryFolder { folder in
            // All that runs holds its other end.
            let pipe = folder + "/pipe"
            mkfifo(pipe, 0o600)
            let reading = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(reading) }
            // A pipe that nobody has opened has no end.
            close(open(pipe, O_WRONLY | O_CLOEXEC))
            let output = await output(of: "exec 3>\(pipe); \(command)", within: .milliseconds(200))
            #expect(output == "fault: did not end in time")
            var entry = pollfd(fd: reading, events: 0, revents: 0)
            #expect(poll(&entry, 1, 10_000) == 1)
            #expect(entry.revents == Int16(POLLHUP))
        }
    }

    @Test func `signals that are ignored here are not ignored there`() async {
        signal(SIGUSR2, SIG_IGN)
        let output = await output(of: "/bin/grep ^SigIgn /proc/self/status")
        // Those above 31 belong to glibc.
        #expect(output.hasSuffix("0000000\n"))
    }

    @Test func `many run side by side`() async {
        let outputs = await withTaskGroup(of: String.self) { group in
            for number in 0..<20 { group.addTask { await output(of: "echo \(number)") } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(outputs == Set((0..<20).map { "\($0)\n" }))
    }
}
