internal import Glibc

/// Where a command's output goes: machine output to standard output, people's to standard error.
///
/// A command writes whole messages; what cannot be written because the reader is gone ends the command quietly.
package struct Console: Sendable {
    private let output: Int32
    private let error: Int32

    /// The process's own standard output and error.
    package static let standard = Console(output: 1, error: 2)

    /// A console over two open file descriptors.
    package init(output: Int32, error: Int32) {
        self.output = output
        self.error = error
    }

    /// Whether a person looks at standard output.
    package var outputIsTerminal: Bool { isatty(output) == 1 }

    /// Writes bytes to standard output.
    package func write(_ bytes: UnsafeRawBufferPointer) {
        Self.writeAll(bytes, to: output)
    }

    /// Writes a text and a newline to standard output.
    package func print(_ text: String) {
        Self.writeLine(text, to: output)
    }

    /// Writes a text and a newline to standard error.
    package func note(_ text: String) {
        Self.writeLine(text, to: error)
    }

    private static func writeLine(_ text: String, to descriptor: Int32) {
        var line = text + "\n"
        line.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                return
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        }
    }
}
