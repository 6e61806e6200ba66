internal import HTTPClient
internal import Templates

/// Makes the URLs of requests: a path below the base URL, or a URL of its own.
struct PathBuilder: Sendable {
    private let path: Template
    private let base: Result<Base, RenderingFault>

    /// The base URL, with the place where paths go.
    private struct Base: Sendable {
        /// Without a slash at its end.
        var address: String
        /// What follows a `?`: it stays behind the path.
        var query: String?

        init(_ url: String) {
            let bytes = url.utf8
            let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
            var address = url[..<(mark ?? bytes.endIndex)]
            while address.utf8.last == UInt8(ascii: "/") { address.removeLast() }
            self.address = String(address)
            query = mark.map { String(url[bytes.index(after: $0)...]) }
        }
    }

    /// Prepares a path.
    init(_ path: Template, below base: Template, common: TemplateContext) {
        self.path = path.bindingCommon(common)
        do throws(TemplateError) {
            self.base = .success(Base(try base.text(in: common)))
        } catch {
            self.base = .failure(RenderingFault(error, in: "base URL", of: base))
        }
    }

    /// The URL in a context.
    func url(in context: TemplateContext) throws(RenderingFault) -> String {
        let path = try rendered(in: context)
        if Self.isURL(path) { return path }
        let base = try base.get()
        let isAttached = path.isEmpty || path.utf8.first == UInt8(ascii: "/") || path.utf8.first == UInt8(ascii: "?")
        let url = isAttached ? base.address + path : "\(base.address)/\(path)"
        guard let query = base.query, !query.isEmpty else { return url }
        return url + (path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query
    }

    /// Whether a URL leads to the scheme, host and port of the base URL.
    func isAtBase(_ url: String) -> Bool {
        guard case .success(let base) = base, let base = try? HTTPURL(base.address), let url = try? HTTPURL(url) else {
            return false
        }
        return url.hasOrigin(of: base)
    }

    private func rendered(in context: TemplateContext) throws(RenderingFault) -> String {
        do throws(TemplateError) {
            if path.isSingleExpression { return try path.text(in: context) }
            var hasDotSegment = false
            let text = try path.text(in: context) { (text, start) in
                PathValue.encode(&text, from: start)
                hasDotSegment = hasDotSegment || PathValue.hasDotSegment(text[start...])
            }
            guard hasDotSegment, PathValue.hasDotSegment(text.utf8.prefix { $0 != UInt8(ascii: "?") }) else {
                return text
            }
        } catch {
            throw RenderingFault(error, in: "path", of: path)
        }
        throw RenderingFault(
            "path", of: path, "a value with the segment `.` or `..` would ask for something else", isDataFault: true)
    }

    private static func isURL(_ text: String) -> Bool {
        PathValue.isURL(text.utf8)
    }
}
