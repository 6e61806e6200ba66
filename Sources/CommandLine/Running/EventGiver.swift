internal import Glibc
internal import Threads

/// The process that gives another its event over a socket, as `--fan-out` does, and takes the answer.
enum EventGiver {
    /// Calls a function when that process is gone, whatever ended it: then nobody wants the answer. Never where standard input
    /// is no socket.
    static func whenGone(_ act: @escaping @Sendable () -> Void) {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        DetachedThread.run {
            // That the other end is closed for good is told without being asked for. That it was closed for writing is not.
            var standardInput = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
            while poll(&standardInput, 1, -1) < 0, errno == EINTR {}
            act()
        }
    }
}
