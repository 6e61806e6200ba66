/// A string that equals another when their bytes are the same. `String` compares by canonical equivalence, which would
/// take a composed and a decomposed "é" for one key.
package struct ExactText: Hashable, Sendable {
    private let text: String

    /// The text to compare byte for byte.
    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
