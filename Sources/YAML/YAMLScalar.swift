package import JSON

/// A single value: its text, how it was written, and what YAML 1.2's core schema takes it for.
package struct YAMLScalar: Sendable {
    /// The ways to write a scalar.
    package enum Style: Sendable {
        /// Without quotes; the only style in which a text may mean something else than a string.
        case plain
        case singleQuoted
        case doubleQuoted
        /// A block after `|`.
        case literal
        /// A block after `>`.
        case folded
    }

    /// The text without quotes and indentation, with escapes resolved and lines folded. A plain `1.0` is still "1.0" here,
    /// for places that want text and may take an unquoted version number as such.
    package let text: String
    /// How the text was written.
    package let style: Style
    /// The value: null, a boolean, a number or a string.
    package let value: JSONValue
}
