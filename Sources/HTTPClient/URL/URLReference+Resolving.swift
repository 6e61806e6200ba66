extension URLReference {
    /// What this reference means in a document at `base` (RFC 3986, section 5.2.2).
    package func resolved(against base: URLReference) -> URLReference {
        var target = self
        if scheme == nil {
            target.scheme = base.scheme
            if authority == nil {
                target.authority = base.authority
                if path.isEmpty {
                    target.path = base.path
                    target.query = query ?? base.query
                    return target
                }
                if !path.utf8.starts(with: "/".utf8) { target.path = base.merged(with: path) }
            }
        }
        target.path = Self.removingDotSegments(from: target.path)
        return target
    }

    /// The relative `path` in place of everything behind the last slash (section 5.2.3).
    private func merged(with path: String) -> String {
        if authority != nil, self.path.isEmpty { return "/" + path }
        guard let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return self.path[...slash] + path
    }

    /// The path without its segments `.` and `..` (section 5.2.4), segment by segment rather than by rewriting the
    /// text, so that a long path costs no more than its length.
    private static func removingDotSegments(from path: String) -> String {
        if !hasDotSegments(path) { return path }
        let isAbsolute = path.utf8.starts(with: "/".utf8)
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var kept: [Substring] = []
        for (place, segment) in segments.enumerated() {
            if place == 0, isAbsolute { continue }
            let isLast = place == segments.count - 1
            switch String(segment) {
            case ".":
                if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(Substring(segment))
            }
        }
        return (isAbsolute ? "/" : "") + kept.joined(separator: "/")
    }

    /// Whether a segment of `path` begins with a dot, as few do.
    private static func hasDotSegments(_ path: String) -> Bool {
        var previous = UInt8(ascii: "/")
        for byte in path.utf8 {
            if byte == UInt8(ascii: "."), previous == UInt8(ascii: "/") { return true }
            previous = byte
        }
        return false
    }
}
