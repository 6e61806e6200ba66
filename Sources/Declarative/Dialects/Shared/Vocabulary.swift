/// The words in which dialects differ where they say the same thing in the same shape.
struct Vocabulary: Sendable {
    /// The ending of keys that count seconds.
    var secondsEnding: String
    var refreshTokenType: String

    static let canonical = Vocabulary(secondsEnding: "secs", refreshTokenType: "oauth2_refresh_token")
    static let design = Vocabulary(secondsEnding: "seconds", refreshTokenType: "oauth2_refresh")

    /// The name of a key that counts seconds.
    func seconds(_ name: String) -> String { "\(name)_\(secondsEnding)" }
}
