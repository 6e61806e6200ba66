internal import Crypto
internal import JSON

/// The names of slices: short, stable, and readable where that is possible.
enum SliceID {
    /// Longer names, in bytes, are cut.
    static let longest = 128
    /// What is left of a longer name, in bytes at most.
    private static let keptBytes = 64
    /// What follows it instead, in bytes of SHA-256.
    private static let digestBytes = 12

    /// The name for what tells a slice from others: of one value its text, of several compact JSON; empty of none.
    ///
    /// An empty text has compact JSON for its name too, since the empty name is that of the whole stream.
    ///
    /// A name that would be longer than 128 bytes is cut and ends in a digest of the whole.
    static func text(of identity: JSONObject) -> String {
        if identity.isEmpty { return "" }
        let text = identity.count == 1 ? identity[0].value.plainText : ""
        return shortened(text.isEmpty ? JSONValue.object(identity).description : text)
    }

    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > longest else { return text }
        var kept = ""
        for character in text {
            guard kept.utf8.count + character.utf8.count <= keptBytes else { break }
            kept.append(character)
        }
        let digest = HashAlgorithm.sha256.digest(of: text)
        return kept + "…" + Hex.encode(Array(digest.prefix(digestBytes)))
    }
}
