import Foundation
import Glibc
import TestSupport

@testable import CommandLine

/// What a program wrote to its console.
struct Captured: Equatable {
    var code: ExitCode
    var output: String
    var error: String
}

/// Runs a program whose standard output and error are files.
func captured(_ program: Program, _ arguments: [String]) async throws -> Captured {
    let (output, error) = (try CaptureFile(), try CaptureFile())
    let code = await program.run(arguments, console: Console(output: output.descriptor, error: error.descriptor))
    return Captured(code: code, output: try output.text(), error: try error.text())
}

/// Runs a program whose standard output is a file and whose standard error is a terminal, and returns both texts.
func capturedWithTerminal(
    _ program: Program, _ arguments: [String]
) async throws -> (code: ExitCode, output: String, terminal: String) {
    let (output, terminal) = (try CaptureFile(), try Terminal(columns: 80))
    let code = await program.run(arguments, console: Console(output: output.descriptor, error: terminal.descriptor))
    return (code, try output.text(), try terminal.text())
}

/// Runs a program whose standard output is a device that takes nothing.
func capturedWithoutSpace(_ program: Program, _ arguments: [String]) async throws -> (code: ExitCode, error: String) {
    let full = open("/dev/full", O_WRONLY)
    guard full >= 0 else { throw SystemError() }
    defer { close(full) }
    let error = try CaptureFile()
    let code = await program.run(arguments, console: Console(output: full, error: error.descriptor))
    return (code, try error.text())
}

/// Runs a program whose standard output is a terminal with so many columns, and returns what it wrote there.
func shownOnTerminal(columns: UInt16, _ program: Program, _ arguments: [String]) async throws -> String {
    let terminal = try Terminal(columns: columns)
    let error = try CaptureFile()
    _ = await program.run(arguments, console: Console(output: terminal.descriptor, error: error.descriptor))
    return try terminal.text()
}

private struct SystemError: Error {
    var code = errno
}

/// A file without a name.
private final class CaptureFile {
    let descriptor: Int32

    init() throws {
        var path = Array((NSTemporaryDirectory() + "captured-XXXXXX").utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw SystemError() }
        unlink(path)
    }

    deinit { close(descriptor) }

    func text() throws -> String {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw SystemError() }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}

/// A pseudo terminal.
private final class Terminal {
    let descriptor: Int32
    private let reader: Int32

    init(columns: UInt16) throws {
        var (reader, writer): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&reader, &writer, nil, nil, &size) == 0 else { throw SystemError() }
        (self.reader, descriptor) = (reader, writer)
    }

    deinit { close(reader) }

    /// Closes the terminal and returns what was written to it, which must fit its buffer (4 KB).
    func text() throws -> String {
        close(descriptor)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(reader, &buffer, buffer.count)
            if count <= 0 { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
