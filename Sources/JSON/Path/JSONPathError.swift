/// What is wrong with the text of a JSONPath, and where.
public struct JSONPathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text that is no path.
    public let path: String
    /// Where it is wrong: the number of the character, counted from 1. One more than there are characters when the
    /// text ends too soon.
    public let position: Int
    /// What is wrong there and what would be right.
    public let message: String

    /// Creates an error from its parts.
    public init(path: String, position: Int, message: String) {
        self.path = path
        self.position = position
        self.message = message
    }

    /// One sentence for a person, with the text around the place.
    public var description: String {
        "invalid JSONPath `\(excerpt)` at character \(position): \(message)"
    }

    private var excerpt: String {
        let index = min(max(position, 1), path.count + 1) - 1
        let (before, after) = (path.prefix(index), path.dropFirst(index))
        let start = before.count > 40 ? "…\(before.suffix(40))" : "\(before)"
        let end = after.count > 40 ? "\(after.prefix(40))…" : "\(after)"
        return start + end
    }
}
