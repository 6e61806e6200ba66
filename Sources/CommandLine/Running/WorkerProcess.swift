internal import Actions
internal import Connector
internal import Glibc
internal import JSON
internal import Threads

/// Another process of this program, which is given an event and answers it.
///
/// The event goes over a socket and is in no list of arguments and no file: it may hold secrets.
struct WorkerProcess: Sendable {
    let arguments: [String]
    let input: [UInt8]

    /// What it answers. It is told to end when the deadline is pulled.
    func answer(until deadline: Deadline) async throws(Failure) -> EventAnswer {
        let (process, socket) = try start()
        // What waits for it does so on a thread of its own, so that tasks keep theirs.
        async let ended = Self.end(of: process, socket, sending: input)
        async let _ = Self.stop(process, when: deadline)
        let (output, status) = await ended
        let code = status >> 8 & 0xFF
        guard status & 0x7F == 0 else {
            throw Failure(.internal, "the process was ended by signal \(status & 0x7F)", mayRetry: true)
        }
        guard !output.isEmpty, case .object(let members)? = try? JSONValue.parse(PaddedBytes(output)) else {
            // It said why itself. A configuration does not become better.
            throw Failure(
                .internal, "the process ended with exit code \(code)", mayRetry: code != ExitCode.usage.rawValue)
        }
        return EventAnswer(members)
    }

    private func start() throws(Failure) -> (process: pid_t, socket: CInt) {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Self.cannotStart(errno)
        }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...1 { posix_spawn_file_actions_adddup2(&actions, ends[1], CInt(descriptor)) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // Ctrl-C in a terminal goes to a whole group: in one of its own, it is told to end once, by the process that started it.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var texts = (["curlew"] + arguments).map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var process = pid_t()
        let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &texts, environ)
        guard code == 0 else {
            close(ends[0])
            throw Self.cannotStart(code)
        }
        return (process, ends[0])
    }

    /// What it has printed when it has ended, and how it ended.
    private static func end(
        of process: pid_t, _ socket: CInt, sending input: [UInt8]
    ) async -> (output: [UInt8], status: CInt) {
        await withCheckedContinuation { continuation in
            DetachedThread.run {
                send(input, to: socket)
                let output = read(from: socket)
                close(socket)
                var status: CInt = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                continuation.resume(returning: (output, status))
            }
        }
    }

    private static func send(_ bytes: [UInt8], to socket: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            rest = rest.dropFirst(count)
        }
        shutdown(socket, CInt(SHUT_WR))
    }

    private static func read(from socket: CInt) -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(socket, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return output }
            output += buffer[..<count]
        }
    }

    private static func stop(_ process: pid_t, when deadline: Deadline) async {
        await deadline.pulled()
        if !Task.isCancelled { kill(process, SIGTERM) }
    }

    private static func cannotStart(_ code: CInt) -> Failure {
        Failure(.internal, "cannot start a process: \(String(cString: strerror(code)))", mayRetry: true)
    }
}
