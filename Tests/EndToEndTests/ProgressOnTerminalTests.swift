import Foundation
import TestSupport
import Testing

/// What a person sees who looks at a sync while it works.
@Suite(.timeLimit(.minutes(2))) struct ProgressOnTerminalTests {
    /// What `curlew run-local` shows on a terminal of an event.
    private func shown(_ arguments: [String], in folder: String) throws -> String {
        let event = """
            {"connector": "demo", "output": "out", "streams": ["orders", "regions"], "config":
            {"orders": 2000, "regions": 40, "page_size": 100, "latency_ms": 30, "seed": 7}}
            """
        try Data(event.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (number, unlocked): (CInt, CInt) = (-1, 0)
        // TIOCSPTLCK and TIOCGPTN, which are macros that Swift does not see.
        let isThere = ioctl(terminal, 0x4004_5431, &unlocked) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0
        #expect(isThere)
        let far = FileHandle(fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), closeOnDealloc: true)
        let process = Process()
        process.executableURL = programs.appendingPathComponent("curlew")
        process.arguments = ["run-local", "event.json"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = far
        try process.run()
        try far.close()
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(terminal, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        close(terminal)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }

    private var programs: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    }

    @Test(arguments: [([String](), "/2 streams · "), (["--fan-out", "2"], "2/2 shards · 2,040 records")])
    func `how far an event's sync is stands on one line, unless nobody wants to know`(
        _ arguments: [String], _ line: String
    ) throws {
        try withTemporaryFolder { folder in
            let text = try shown(arguments, in: folder)
            #expect(text.contains(line), "\(text)")
            #expect(text.contains("2,040 records in "))
        }
        try withTemporaryFolder { folder in
            let text = try shown(arguments + ["--quiet"], in: folder)
            #expect(text == "")
        }
    }
}
