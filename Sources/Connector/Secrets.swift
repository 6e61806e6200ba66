internal import JSON
internal import Synchronization

/// The texts that must never leave the process, and the one place where they are taken out.
package final class Secrets: Sendable {
    /// What stands in place of a secret.
    package static let mask = "***"
    /// Shorter texts would take half of every sentence with them.
    private static let shortest = 4

    private let texts: Mutex<[String]>

    /// Knows the given texts.
    package init(_ texts: [String] = []) {
        self.texts = Mutex([])
        for text in texts { add(text) }
    }

    /// Makes a text a secret from now on, as it stands and as it stands in URLs and in JSON.
    package func add(_ text: String) {
        guard text.utf8.count >= Self.shortest else { return }
        var forms = [text]
        for form in [Self.percentEncoded(text), Self.escaped(text)] where !forms.contains(form) { forms.append(form) }
        texts.withLock { texts in
            for form in forms where !texts.contains(form) { texts.append(form) }
            // The longest first: one secret may be part of another.
            texts.sort { $0.utf8.count > $1.utf8.count }
        }
    }

    /// The text with every secret in it replaced.
    package func masked(_ text: String) -> String {
        let secrets = texts.withLock { $0 }
        if secrets.isEmpty { return text }
        var bytes = Array(text.utf8)
        var isChanged = false
        for secret in secrets { isChanged = Self.replace(Array(secret.utf8), in: &bytes) || isChanged }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// The failure with every secret in its texts replaced.
    package func masked(_ failure: Failure) -> Failure {
        Failure(
            failure.kind, masked(failure.message), hint: failure.hint.map { masked($0) }, mayRetry: failure.mayRetry)
    }

    private static func replace(_ secret: [UInt8], in text: inout [UInt8]) -> Bool {
        guard text.count >= secret.count else { return false }
        var result: [UInt8] = []
        var position = 0
        var isFound = false
        while position < text.count {
            if text[position] == secret[0], text[position...].starts(with: secret) {
                if !isFound { result += text[..<position] }
                isFound = true
                result += mask.utf8
                position += secret.count
            } else {
                if isFound { result.append(text[position]) }
                position += 1
            }
        }
        if isFound { text = result }
        return isFound
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
            if isLetter || byte &- UInt8(ascii: "0") < 10 || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
        String(JSONValue.string(text).description.dropFirst().dropLast())
    }
}
