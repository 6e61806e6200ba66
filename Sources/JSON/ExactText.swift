internal import Glibc

/// A string that equals another when their bytes are the same. `String` compares by canonical equivalence, which would
/// take a composed and a decomposed "é" for one key.
package struct ExactText: Hashable, Sendable {
    private let text: String

    /// The text to compare byte for byte.
    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        let (left, right) = (left.text.utf8, right.text.utf8)
        guard left.count == right.count else { return false }
        // Both are contiguous unless they come from another language's strings; comparing memory is several times faster.
        let areEqual = left.withContiguousStorageIfAvailable { bytes in
            right.withContiguousStorageIfAvailable {
                areSame(UnsafeRawBufferPointer(bytes), UnsafeRawBufferPointer($0))
            }
        }
        return (areEqual ?? nil) ?? left.elementsEqual(right)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Whether two runs of memory hold the same bytes.
func areSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count, let one = left.baseAddress, let other = right.baseAddress else {
        return left.count == right.count
    }
    return memcmp(one, other, left.count) == 0
}
