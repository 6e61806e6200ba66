internal import Connector
internal import Glibc
internal import JSON
internal import Synchronization

/// Where a command's output goes: machine output to standard output, people's to standard error.
///
/// Everything written to standard output goes through one buffer, line by line, so that the lines of different tasks follow
/// one another. What cannot be written is remembered, so that a command need not look at every line it prints: the program
/// ends with `check()`. A reader that goes away ends the process quietly, by its signal.
package final class Console: Sendable {
    private let output: Int32
    private let error: Int32
    private let state: Mutex<State>

    private struct State: ~Copyable {
        var lines: OutputLines
        /// Whether the line of standard error that the terminal's cursor stands in shows progress.
        var showsProgress = false
    }

    /// The process's own standard output and error.
    package static let standard = Console(output: 1, error: 2)

    /// A console over two open file descriptors.
    package init(output: Int32, error: Int32) {
        self.output = output
        self.error = error
        state = Mutex(State(lines: OutputLines(descriptor: output)))
    }

    /// Whether a person looks at standard output.
    var outputIsTerminal: Bool { isatty(output) == 1 }

    /// Whether a person looks at standard error.
    var errorIsTerminal: Bool { isatty(error) == 1 }

    /// Shows a table to a person.
    func show(_ table: Table) {
        print(table.text(width: Self.columns(of: output)))
    }

    /// Writes a text and a newline to standard output.
    func print(_ text: String) {
        let text = text.harmless
        write { $0.append(text) }
    }

    /// Writes a message to standard output, on a line of its own.
    func send(_ message: JSONValue, _ layout: MessageLayout = .line) {
        write { $0.append(message, layout) }
    }

    /// Writes the messages of records to standard output; throws when that is not possible.
    func send(_ records: RecordBatch, as frame: RecordFrame, _ layout: MessageLayout) throws(Failure) {
        write { $0.append(records, as: frame, layout) }
        try check()
    }

    /// Writes a text and a newline to standard error.
    func note(_ text: String) {
        state.withLock { state in
            hideProgress(&state)
            _ = Self.write(text.harmless + "\n", to: error)
        }
    }

    /// Shows a line of progress at the end of standard error, in place of the one before.
    func showProgress(_ text: String) {
        let line = text.prefix(max(Self.columns(of: error) - 1, 0))
        state.withLock { state in
            _ = Self.write("\r\(line)\u{1B}[K", to: error)
            state.showsProgress = true
        }
    }

    /// Takes the line of progress away.
    func hideProgress() {
        state.withLock { hideProgress(&$0) }
    }

    /// Throws when something could not be written to standard output.
    func check() throws(Failure) {
        guard let code = state.withLock({ $0.lines.fault }) else { return }
        throw Failure(.destination, "cannot write to standard output: \(String(cString: strerror(code)))")
    }

    private func write(_ append: (inout OutputLines) -> Void) {
        state.withLock { state in
            if state.showsProgress, outputIsTerminal { hideProgress(&state) }
            append(&state.lines)
            state.lines.flush()
        }
    }

    private func hideProgress(_ state: inout State) {
        if state.showsProgress { _ = Self.write("\r\u{1B}[K", to: error) }
        state.showsProgress = false
    }

    /// The width of a terminal, in columns; 80 where it does not tell.
    private static func columns(of terminal: Int32) -> Int {
        var size = winsize()
        let isKnown = ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Writes a whole text to a file descriptor; returns the error's number when it cannot.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    /// Writes all bytes to a file descriptor; returns the error's number when it cannot.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                guard errno == EAGAIN else { return errno }
                // Whoever shares the descriptor made it non-blocking: wait as a blocking one does.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&waiting, 1, -1) < 0, errno != EINTR { return errno }
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        }
        return nil
    }
}

extension String {
    /// The text without characters that would steer a terminal: some texts come from servers.
    fileprivate var harmless: String {
        guard unicodeScalars.contains(where: Self.isHarmful) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { Self.isHarmful($0) ? " " : $0 }))
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && scalar != "\t" && scalar.properties.generalCategory == .control
    }
}
