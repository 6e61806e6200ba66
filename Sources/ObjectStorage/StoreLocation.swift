/// Where a store or an object is, as people write it: a path, or a URL.
///
///     out/lake    file:///srv/lake    s3://bucket/prefix/    r2://…    gs://…    az://container/prefix/
package enum StoreLocation: Hashable, Sendable {
    case folder(String)
    /// The path has no slash in front, and may have one at its end.
    case bucket(Scheme, name: String, path: String)

    /// The stores there are, by the schemes of their URLs.
    package enum Scheme: String, CaseIterable, Sendable {
        case s3, r2, gs, az
    }

    /// Reads a path or URL.
    package init(_ text: String) throws(StoreError) {
        guard let (scheme, rest) = Self.parts(text) else {
            self = .folder(text)
            return
        }
        if scheme == "file" {
            guard rest.hasPrefix("/") else {
                throw StoreError(
                    .configuration, "`\(Self.shown(text))` is no usable URL",
                    hint: "write file:///path, or the path alone")
            }
            self = .folder(String(rest))
            return
        }
        guard let scheme = Scheme(rawValue: scheme) else {
            throw StoreError(
                .configuration, "`\(scheme)://` is no store that is known",
                hint: "name a folder, or a URL that begins with s3://, r2://, gs:// or az://")
        }
        let words = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(words.first ?? "")
        guard !name.isEmpty, name.utf8.allSatisfy(Self.mayStandInName) else {
            throw StoreError(
                .configuration, "`\(Self.shown(text))` names no bucket",
                hint: "write \(scheme.rawValue)://BUCKET/PREFIX/")
        }
        self = .bucket(scheme, name: name, path: words.count > 1 ? String(words[1]) : "")
    }

    /// A path or URL as it may be shown: without what people write into URLs that must stay secret, in front of an `@` or
    /// behind a `?`.
    package static func shown(_ text: String) -> String {
        guard let (scheme, rest) = parts(text) else { return String(text.prefix(200)) }
        var shown = rest.prefix { $0 != "?" }
        let isCut = shown.endIndex != rest.endIndex
        if let at = shown.lastIndex(of: "@") { shown = "***" + shown[at...] }
        return "\(scheme)://\(shown.prefix(200))\(isCut ? "?***" : "")"
    }

    /// Whether a text is a URL of a store, and not a path.
    package static func isURL(_ text: String) -> Bool { parts(text) != nil }

    private static func parts(_ text: String) -> (scheme: String, rest: Substring)? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), colon != text.startIndex,
            text[..<colon].utf8.allSatisfy({
                $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 < 0x3A && $0 > 0x2F
            })
        else { return nil }
        return (text[..<colon].lowercased(), text[colon...].dropFirst(3))
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
