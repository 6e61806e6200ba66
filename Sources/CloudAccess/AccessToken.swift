/// A token that requests show as their bearer's right to be answered.
package struct AccessToken: Hashable, Sendable {
    /// As it stands behind `Bearer`.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the token.
    package var description: String { "a token" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
