internal import CSimdJSON

/// Writes JSON text into a byte buffer of its own, with no intermediate strings.
///
/// Commas are put where they belong; the caller opens and closes containers and names members:
///
///     writer.beginObject()
///     writer.key("stream")
///     writer.string("customers")
///     writer.key("data")
///     writer.value(view)
///     writer.endObject()
///
/// Text is written as UTF-8 with the escapes that RFC 8259 demands and no others; doubles in the shortest form that reads
/// back as the same double; whole numbers exactly; `JSONKind.digits` as they were read.
public struct JSONWriter: ~Copyable {
    /// What has been written.
    public private(set) var bytes: PaddedBytes
    private var needsComma = false

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 4096) {
        bytes = PaddedBytes(capacity: capacity)
    }

    /// Forgets what has been written and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll()
        needsComma = false
    }

    /// What has been written, as a string.
    public var text: String {
        bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

// Structure.
extension JSONWriter {
    /// Opens an object.
    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    /// Closes an object.
    public mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Opens an array.
    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    /// Closes an array.
    public mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Names the member whose value is written next.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Ends a line; the next value starts a text of its own (JSON Lines).
    public mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }
}

// Values.
extension JSONWriter {
    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append("null")
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(value ? "true" : "false")
    }

    /// Writes a whole number.
    public mutating func integer(_ value: some FixedWidthInteger & SignedInteger) {
        separate()
        bytes.appendDecimal(magnitude: UInt64(value.magnitude), isNegative: value < 0)
    }

    /// Writes a whole number.
    public mutating func unsigned(_ value: UInt64) {
        separate()
        bytes.appendDecimal(magnitude: value, isNegative: false)
    }

    /// Writes a double so that it reads back as the same double. What JSON cannot hold, an infinity or a NaN, becomes
    /// `null`; no parsed text contains one.
    public mutating func double(_ value: Double) {
        separate()
        bytes.append(value)
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { bytes.appendQuoted($0) }
    }

    /// Writes a string from its UTF-8 bytes.
    public mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.appendQuoted(utf8)
    }

    /// Writes a value that is JSON text already.
    public mutating func json(_ text: UnsafeRawBufferPointer) {
        separate()
        bytes.append(text)
    }

    /// Writes a part of JSON text that is no value by itself, such as an opened object up to a member's value. No comma is
    /// put in front of it, nor in front of what follows.
    public mutating func fragment(_ text: UnsafeRawBufferPointer) {
        bytes.append(text)
        needsComma = false
    }

    /// Writes an owned value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .unsigned(let value): unsigned(value)
        case .double(let value): double(value)
        case .digits(let text):
            separate()
            bytes.append(contentsOf: text.utf8)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// Writes a value of a parsed document, straight from its tape.
    public mutating func value(_ view: JSONView) {
        separate()
        view.withUnsafeNode { bytes.append($0) }
    }

    /// Writes a value of a parsed document, straight from its tape.
    public mutating func value(_ node: UnsafeJSONNode) {
        separate()
        bytes.append(node)
    }
}

extension JSONView: CustomStringConvertible {
    /// The value as JSON text.
    public var description: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON text.
    public var description: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }
}
