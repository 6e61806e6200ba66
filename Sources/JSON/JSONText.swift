internal import Glibc

/// The text of a string or key where it lies in its document, not copied.
public struct JSONText: Sendable {
    private let view: JSONView

    init(view: JSONView) {
        self.view = view
    }

    /// The UTF-8 bytes, for the length of the call.
    public func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try view.withUnsafeNode { (node) throws(Failure) in try body(node.utf8) }
    }

    /// The number of UTF-8 bytes.
    public var utf8Count: Int { withUTF8 { $0.count } }

    /// Whether the text is exactly the given one, byte for byte.
    public static func == (text: JSONText, other: String) -> Bool {
        var other = other
        return other.withUTF8 { bytes in text.view.withUnsafeNode { $0.hasText(UnsafeRawBufferPointer(bytes)) } }
    }
}

extension JSONText: Hashable {
    public static func == (left: JSONText, right: JSONText) -> Bool {
        left.withUTF8 { bytes in right.view.withUnsafeNode { $0.hasText(UnsafeRawBufferPointer(bytes)) } }
    }

    public func hash(into hasher: inout Hasher) {
        withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension JSONText: CustomStringConvertible {
    public var description: String { String(self) }
}

extension String {
    /// A copy of the text.
    public init(_ text: JSONText) {
        self = text.withUTF8 { String(decoding: $0, as: UTF8.self) }
    }
}
