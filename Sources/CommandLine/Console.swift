internal import Connector
internal import Glibc
internal import JSON
internal import Synchronization

/// Where a command's output goes: machine output to standard output, people's to standard error.
///
/// What cannot be written is remembered, so that a command need not look at every line it prints: the program ends with
/// `check()`. A reader that goes away ends the process quietly, by its signal.
package final class Console: Sendable {
    private let output: Int32
    private let error: Int32
    private let fault = Mutex<Int32?>(nil)

    /// The process's own standard output and error.
    package static let standard = Console(output: 1, error: 2)

    /// A console over two open file descriptors.
    package init(output: Int32, error: Int32) {
        self.output = output
        self.error = error
    }

    /// Whether a person looks at standard output.
    var outputIsTerminal: Bool { isatty(output) == 1 }

    /// The width of the terminal at standard output, in columns; 80 where it does not tell.
    private var columns: Int {
        var size = winsize()
        let isKnown = ioctl(output, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Shows a table to a person.
    func show(_ table: Table) {
        print(table.text(width: columns))
    }

    /// Writes a text and a newline to standard output.
    func print(_ text: String) {
        let failed = Self.write(text + "\n", to: output)
        fault.withLock { $0 = $0 ?? failed }
    }

    /// Writes a message to standard output, on a line of its own.
    func send(_ message: JSONValue) {
        print(message.description)
    }

    /// Writes a text and a newline to standard error.
    func note(_ text: String) {
        _ = Self.write(text + "\n", to: error)
    }

    /// Throws when something could not be written to standard output.
    func check() throws(Failure) {
        guard let code = fault.withLock({ $0 }) else { return }
        throw Failure(.destination, "cannot write to standard output: \(String(cString: strerror(code)))")
    }

    /// Writes a whole text to a file descriptor; returns the error's number when it cannot.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
            return nil
        }
    }
}
