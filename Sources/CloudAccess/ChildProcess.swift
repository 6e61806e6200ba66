internal import Glibc
internal import Threads

/// A command line that a shell runs for what it prints.
struct ChildProcess: Sendable {
    let command: String
    /// The variables it finds.
    let environment: [String: String]

    /// Why there is no output; continues a sentence about the command.
    struct Fault: Error {
        let reason: String
    }

    /// The most that is taken, in bytes.
    private static let limit = 1 << 20

    /// What it printed, once it has ended well. When the time is over it is killed, with what it started.
    func output(within limit: Duration) async throws(Fault) -> [UInt8] {
        // It waits without giving the processor to other tasks, which a thread of their own keeps running.
        let deadline = ContinuousClock.now + limit
        let outcome: Result<[UInt8], Fault> = await withCheckedContinuation { continuation in
            DetachedThread.run { continuation.resume(returning: run(until: deadline)) }
        }
        return try outcome.get()
    }

    private func run(until deadline: ContinuousClock.Instant) -> Result<[UInt8], Fault> {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return .failure(Self.cannotStart(errno)) }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(reading) }
        let started = start(writing)
        close(writing)
        switch started {
        case .failure(let fault): return .failure(fault)
        case .success(let process):
            let output = Self.read(from: reading, until: deadline)
            // A child of it may keep the pipe, or it may linger on.
            let status = output == nil ? nil : Self.wait(for: process, until: deadline)
            guard let output, let status else {
                kill(-process, SIGKILL)
                while waitpid(process, nil, 0) < 0, errno == EINTR {}
                let reason = deadline <= .now ? "did not end in time" : "printed more than \(Self.limit) bytes"
                return .failure(Fault(reason: reason))
            }
            if status & 0x7F != 0 { return .failure(Fault(reason: "was ended by the signal \(status & 0x7F)")) }
            let code = status >> 8 & 0xFF
            return code == 0 ? .success(output) : .failure(Fault(reason: "ended with the exit code \(code)"))
        }
    }

    /// Starts the shell in a group of its own, with the signals as every program expects them.
    private func start(_ writing: CInt) -> Result<pid_t, Fault> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, writing, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
        var process = pid_t()
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let code = withCStrings(["sh", "-c", command]) { arguments in
            withCStrings(variables) { posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, $0) }
        }
        return code == 0 ? .success(process) : .failure(Self.cannotStart(code))
    }

    /// Everything up to the end; nil when that does not come in time, or there is too much.
    private static func read(from descriptor: CInt, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        var output: [UInt8] = []
        while output.count <= limit {
            let left = milliseconds(until: deadline)
            guard left > 0 else { return nil }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, left) > 0 else { continue }
            let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 << 10) { buffer in
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { output.append(contentsOf: buffer.prefix(count)) }
                return count
            }
            if count == 0 { return output }
            if count < 0, errno != EINTR { return output }
        }
        return nil
    }

    /// How it ended; nil when it does not in time.
    private static func wait(for process: pid_t, until deadline: ContinuousClock.Instant) -> CInt? {
        var status: CInt = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return status }
            guard ended == 0 || errno == EINTR, deadline > .now else { return nil }
            // It has closed its output, so that this takes no longer than ending does.
            poll(nil, 0, 1)
        }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> CInt {
        let left = (deadline - .now) / .milliseconds(1)
        return CInt(min(max(left.rounded(.up), 0), 3_600_000))
    }

    private static func cannotStart(_ code: CInt) -> Fault {
        Fault(reason: "cannot be started: \(String(cString: strerror(code)))")
    }
}

/// Calls `body` with texts as C wants lists of them: pointers, the last of which is null.
private func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let first = buffer.baseAddress else { preconditionFailure("there is always the null at the end") }
        return body(first)
    }
}
