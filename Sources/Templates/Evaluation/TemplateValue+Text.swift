internal import JSON

extension TemplateValue {
    /// The bytes of text that filters may make: enough for any request, and a bound for templates that multiply.
    private static var maximumText: Int { 1 << 20 }

    var isLongText: Bool {
        if case .value(.string(let text)) = self { text.utf8.count > Self.maximumText } else { false }
    }

    /// Whether a text of so many bytes may be made.
    static func mayMakeText(bytes: (partialValue: Int, overflow: Bool)) -> Bool {
        !bytes.overflow && bytes.partialValue <= maximumText
    }

    /// Appends the value as it is written in text: a text as it is, a number and a boolean as in JSON, a list and a map as
    /// JSON. False when there is none: missing and null have no text.
    func appendText(to text: inout [UInt8]) -> Bool {
        switch self {
        case .missing, .value(.null): return false
        case .value(.string(let own)): text.append(contentsOf: own.utf8)
        case .value(.integer(let number)): text.append(contentsOf: String(number).utf8)
        case .value(.bool(let value)): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .value(let value): Self.appendJSON(to: &text) { $0.value(value) }
        case .view(let view):
            switch view.kind {
            case .null: return false
            case .string: view.text?.withUTF8 { text.append(contentsOf: $0) }
            case .integer: text.append(contentsOf: String(view.int64 ?? 0).utf8)
            default: Self.appendJSON(to: &text) { $0.value(view) }
            }
        }
        return true
    }

    private static func appendJSON(to text: inout [UInt8], _ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(capacity: 256)
        write(&writer)
        writer.bytes.withUnsafeBytes { text.append(contentsOf: $0) }
    }

    /// The value as it is written in text; nil for missing and null.
    var text: String? {
        if let string { return string }
        var text: [UInt8] = []
        return appendText(to: &text) ? String(decoding: text, as: UTF8.self) : nil
    }
}
