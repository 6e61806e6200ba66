/// A page whose sections between `<!-- keys: NAME -->` and `<!-- end -->` are made, and the rest written.
struct MarkedSections {
    private static let opening = "<!-- keys: "
    private static let closing = "<!-- end -->"

    struct Unclosed: Error {
        var name: String
    }

    /// The page with every section made anew, and the sections' names.
    static func filled(
        _ page: String, with section: (String) throws -> String
    ) throws -> (text: String, names: [String]) {
        var text = ""
        var names: [String] = []
        var rest = page[...]
        while let start = rest.range(of: opening) {
            guard let mark = rest[start.upperBound...].range(of: " -->\n"),
                let end = rest[mark.upperBound...].range(of: closing)
            else { throw Unclosed(name: String(rest[start.upperBound...].prefix(20))) }
            let name = String(rest[start.upperBound..<mark.lowerBound])
            names.append(name)
            text += rest[..<mark.upperBound] + "\n" + (try section(name)) + "\n" + closing
            rest = rest[end.upperBound...]
        }
        return (text + rest, names)
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
