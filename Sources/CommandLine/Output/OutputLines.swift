internal import Connector
internal import Glibc
internal import JSON

/// How messages are laid out.
enum MessageLayout: String, CaseIterable, Sendable {
    /// Each on one line, for programs.
    case line = "json"
    /// Each on several lines, indented, for people.
    case indented = "pretty"
}

/// What waits to be written to a file descriptor, in one buffer that is used again and again.
///
/// Once something could not be written, nothing more is.
struct OutputLines: ~Copyable {
    /// A pipe takes so much at a time; larger writes save nothing.
    private static let enough = 64 << 10

    private let descriptor: Int32
    private var waiting = JSONWriter(capacity: enough + (16 << 10))
    /// The error's number, when something could not be written.
    private(set) var fault: Int32?

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Appends a text and a newline.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { waiting.fragment(UnsafeRawBufferPointer($0)) }
        waiting.newline()
    }

    /// Appends a message.
    mutating func append(_ message: JSONValue, _ layout: MessageLayout) {
        switch layout {
        case .line: waiting.value(message)
        case .indented:
            var line = JSONWriter()
            line.value(message)
            appendIndented(line)
        }
        waiting.newline()
    }

    /// Appends a message for each record, and writes whenever there is enough.
    mutating func append(_ records: RecordBatch, as frame: RecordFrame, _ layout: MessageLayout) {
        let end = frame.end()
        switch layout {
        case .line:
            records.forEachNode { record in
                Self.append(record, frame, end, to: &waiting)
                if waiting.bytes.count >= Self.enough { flush() }
            }
        case .indented:
            var line = JSONWriter()
            records.forEachNode { record in
                line.removeAll()
                Self.append(record, frame, end, to: &line)
                appendIndented(line)
                if waiting.bytes.count >= Self.enough { flush() }
            }
        }
    }

    /// Writes everything that waits.
    mutating func flush() {
        if fault == nil { fault = waiting.bytes.withUnsafeBytes { Console.write($0, to: descriptor) } }
        if fault == EPIPE { Self.endQuietly() }
        waiting.removeAll()
    }

    /// Ends the process as a reader that goes away does, where whoever started it lets it ignore that signal.
    private static func endQuietly() {
        signal(SIGPIPE, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(SIGPIPE)
    }

    private static func append(
        _ record: UnsafeJSONNode, _ frame: RecordFrame, _ end: [UInt8], to writer: inout JSONWriter
    ) {
        frame.beginning.withUnsafeBytes { writer.fragment($0) }
        writer.value(record)
        end.withUnsafeBytes { writer.fragment($0) }
    }

    private mutating func appendIndented(_ line: borrowing JSONWriter) {
        let indented = line.bytes.withUnsafeBytes { Indentation.indented($0) }
        indented.withUnsafeBytes { waiting.fragment($0) }
    }
}
