/// One of the files in `~/.aws`, in the form that AWS's tools read:
///
///     [profile build]              ; in `credentials` without the word `profile`
///     region = eu-west-1           # comments begin a line, or follow white space
///     s3 =
///       max_concurrent_requests = 20    deeper lines continue a value: nothing we need does that
struct ProfileFile: Sendable {
    enum Kind: Sendable {
        case config
        case credentials
    }

    /// The settings of each profile; their names are in lower case.
    private(set) var profiles: [String: [String: String]] = [:]

    /// Reads a file's text. Throws an error that names file and line, and shows nothing of either.
    init(_ text: String, _ kind: Kind, path: String) throws(AccessError) {
        var section: Section?
        var indentation: Int?
        var hasPrefixedDefault = false
        var text = text[...]
        if text.utf8.starts(with: Self.byteOrderMark) {
            text = Substring(text.utf8.dropFirst(Self.byteOrderMark.count))
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (place, line) in lines.enumerated() {
            let content = Self.withoutComment(line).trimmed
            guard !content.isEmpty else { continue }
            let depth = line.utf8.prefix(while: \.isWhiteSpace).count
            if content.hasPrefix("["), depth == 0 || indentation == nil || depth <= indentation ?? 0 {
                section = try Self.section(content, kind, path, place)
                indentation = nil
                if case .profile("default", true)? = section, !hasPrefixedDefault {
                    // The two spellings are not mixed.
                    hasPrefixedDefault = true
                    profiles["default"] = [:]
                }
                if case .profile("default", false)? = section, hasPrefixedDefault { section = .other }
                if case .profile(let name, _)? = section, profiles[name] == nil { profiles[name] = [:] }
                continue
            }
            if let indentation, depth > indentation { continue }
            guard let equals = content.firstIndex(of: "="), let section else {
                throw Self.fault(path, place, section == nil ? "stands before any section" : "is no `name = value`")
            }
            indentation = depth
            if case .profile(let name, _) = section {
                let key = content[..<equals].trimmed.lowercased()
                profiles[name, default: [:]][key] = content[content.index(after: equals)...].trimmed
            }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private enum Section {
        case profile(String, isPrefixed: Bool)
        case other
    }

    private static func section(
        _ line: String, _ kind: Kind, _ path: String, _ place: Int
    ) throws(AccessError) -> Section {
        guard let end = line.firstIndex(of: "]") else { throw fault(path, place, "has no closing bracket") }
        let title = line[line.index(after: line.startIndex)..<end].trimmed
        if kind == .credentials { return .profile(title, isPrefixed: false) }
        if title == "default" { return .profile(title, isPrefixed: false) }
        let words = title.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0] == "profile" else { return .other }
        var name = words[1].trimmed
        if name.utf8.count > 1, let quote = name.first, quote == "\"" || quote == "'", name.last == quote {
            name = String(name.dropFirst().dropLast())
        }
        return .profile(name, isPrefixed: true)
    }

    /// A line up to a comment: a `#` or `;` at its beginning or behind white space.
    private static func withoutComment(_ line: Substring) -> Substring {
        var previous = UInt8(ascii: " ")
        for place in line.utf8.indices {
            let byte = line.utf8[place]
            if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";"), previous.isWhiteSpace { return line[..<place] }
            previous = byte
        }
        return line
    }

    private static func fault(_ path: String, _ place: Int, _ reason: String) -> AccessError {
        AccessError(.configuration, "\(path): line \(place + 1) \(reason)")
    }
}
