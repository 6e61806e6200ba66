/// What is wrong with a template, or went wrong while it was rendered.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    package let message: String
    /// Where in the text of the template.
    package let position: TemplatePosition
    private let isOneLine: Bool

    init(_ fault: TemplateFault, in text: String) {
        message = fault.message
        position = TemplatePosition(byte: fault.offset, in: text)
        isOneLine = !text.utf8.contains(UInt8(ascii: "\n"))
    }

    /// One sentence for a person, with the place.
    package var description: String {
        isOneLine
            ? "\(message), at character \(position.column)"
            : "\(message), at line \(position.line), column \(position.column)"
    }
}

/// An error whose place is still a byte offset, as it travels inside this module.
struct TemplateFault: Error {
    let message: String
    let offset: Int
}
