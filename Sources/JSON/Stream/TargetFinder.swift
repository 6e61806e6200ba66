/// Looks for the array to be streamed: follows the keys of nested objects, and steps over everything else by counting
/// brackets. What it passes over may be any nonsense; parsing the remainder is what finds that out.
///
/// It may be stopped after any byte and goes on with the next.
struct TargetFinder {
    /// What the finder came upon. The byte that shows it is the last one it has read.
    enum Event: Equatable {
        /// The end of a key that may be the next name of the path: the last `length` bytes before this closing quote,
        /// with its escapes.
        case key(length: Int)
        /// The opening bracket of the array to be streamed.
        case target
        /// Something behind the end of the document.
        case excess
    }

    private let nameCount: Int
    /// How many names of the path have been seen.
    private var found = 0
    /// How many objects on the path are open. The innermost of them is the innermost of all when this equals `depth`.
    private var level = 0
    private var depth = 0
    private var isComplete = false

    private var valueIsOnPath = true
    private var keyIsOnPath = false

    private var isInString = false
    private var isEscaped = false
    private var stringIsKey = false
    private var stringLength = 0

    /// A finder for a path of `nameCount` names; with none, the document itself is the array.
    init(nameCount: Int) {
        self.nameCount = nameCount
    }

    /// The position in the path of the name that the key of the last event is to be compared with.
    var awaitedName: Int { level - 1 }

    /// Notes that the key of the last event is the awaited name. Returns false when the same object had it before.
    mutating func acceptKey() -> Bool {
        guard found < level else { return false }
        found = level
        valueIsOnPath = true
        return true
    }

    /// Reads on from `position` until it comes upon something; nil at the end of the text.
    mutating func readOn(in text: UnsafeRawBufferPointer, from position: inout Int) -> Event? {
        while position < text.count {
            let byte = text[position]
            position += 1
            if let event = isInString ? readInString(byte) : readOutsideStrings(byte) { return event }
        }
        return nil
    }

    private mutating func readInString(_ byte: UInt8) -> Event? {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return stringIsKey ? .key(length: stringLength) : nil
        }
        stringLength += 1
        return nil
    }

    private mutating func readOutsideStrings(_ byte: UInt8) -> Event? {
        if JSONSyntax.isWhiteSpace(byte) { return nil }
        if isComplete { return .excess }
        switch byte {
        case UInt8(ascii: "\""): beginString()
        case UInt8(ascii: "{"): openObject()
        case UInt8(ascii: "["): return openArray()
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return close()
        case UInt8(ascii: ","): keyIsOnPath = depth == level && level > 0
        case UInt8(ascii: ":"): break
        default: valueIsOnPath = false
        }
        return nil
    }

    private mutating func beginString() {
        isInString = true
        stringLength = 0
        stringIsKey = keyIsOnPath
        keyIsOnPath = false
        valueIsOnPath = false
    }

    private mutating func openObject() {
        depth += 1
        keyIsOnPath = valueIsOnPath && found < nameCount
        if keyIsOnPath { level += 1 }
        valueIsOnPath = false
    }

    /// The array to be streamed is not counted as opened: its end is not seen here either.
    private mutating func openArray() -> Event? {
        let isTarget = valueIsOnPath && found == nameCount
        valueIsOnPath = false
        keyIsOnPath = false
        if isTarget {
            isComplete = depth == 0
            return .target
        }
        depth += 1
        return nil
    }

    private mutating func close() -> Event? {
        guard depth > 0 else { return .excess }
        if depth == level { level -= 1 }
        depth -= 1
        isComplete = depth == 0
        valueIsOnPath = false
        keyIsOnPath = false
        return nil
    }
}
