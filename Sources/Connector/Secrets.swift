internal import JSON
internal import Synchronization

/// The texts that must never leave the process, and the one place where they are taken out.
package final class Secrets: Sendable {
    /// What stands in place of a secret.
    package static let mask = "***"
    /// Shorter texts would take half of every sentence with them.
    private static let shortest = 4

    private let texts: Mutex<[SecretText]>

    /// Knows the given texts.
    package init(_ texts: [String] = []) {
        self.texts = Mutex([])
        for text in texts { add(text) }
    }

    /// Makes a text a secret from now on, as it stands and as it stands in URLs and in JSON.
    package func add(_ text: String) {
        // A URL leaves as it is what is encoded already.
        let forms = [Array(text.utf8), Array(text.utf8).percentDecoded, Self.escaped(text)]
        texts.withLock { texts in
            for form in forms where form.count >= Self.shortest {
                let text = SecretText(bytes: form)
                if !texts.contains(text) { texts.append(text) }
            }
            // The longest first: one secret may be part of another.
            texts.sort { $0.bytes.count > $1.bytes.count }
        }
    }

    /// The text with every secret in it replaced.
    package func masked(_ text: String) -> String {
        let secrets = texts.withLock { $0 }
        if secrets.isEmpty { return text }
        var bytes = Array(text.utf8)
        var isChanged = false
        for secret in secrets { isChanged = secret.replace(in: &bytes, with: Self.mask) || isChanged }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// The failure with every secret in its texts replaced.
    package func masked(_ failure: Failure) -> Failure {
        Failure(
            failure.kind, masked(failure.message), hint: failure.hint.map { masked($0) }, mayRetry: failure.mayRetry)
    }

    private static func escaped(_ text: String) -> [UInt8] {
        Array(JSONValue.string(text).description.utf8.dropFirst().dropLast())
    }
}
