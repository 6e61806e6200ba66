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

    @Test(arguments: ["/bin/sleep 100", "exec 1>&-; /bin/sleep 100", "/bin/sleep 100 & exit"])
    func `one that does not end is ended, with what it started`(command: String) async {
        let start = ContinuousClock.now
        #expect(await output(of: command, within: .milliseconds(50)) == "fault: did not end in time")
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `signals are as programs expect them`() async {
        let output = await output(of: "/bin/grep -E '^Sig(Blk|Ign)' /proc/self/status")
        let sets = output.split(separator: "\n").map { $0.split(separator: "\t").last ?? "" }
        #expect(sets.count == 2)
        #expect(sets.first == "0000000000000000")
        // Those above 31 belong to glibc.
        #expect(sets.last?.hasSuffix("0000000") == true)
    }

    @Test func `many run side by side`() async {
        let outputs = await withTaskGroup(of: String.self) { group in
            for number in 0..<20 { group.addTask { await output(of: "echo \(number)") } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(outputs == Set((0..<20).map { "\($0)\n" }))
    }
}
