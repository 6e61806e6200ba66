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

    /// One sentence for a person, with the text and the place.
    public var description: String {
        "invalid JSONPath `\(path)` at character \(position): \(message)"
    }
}
