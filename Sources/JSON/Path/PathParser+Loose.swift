/// Reads the spelling that connector files use besides RFC 9535: `data.users`, `data[-1].id`, `variants[*].id`.
///
///     loose    = "." / [dots] step *( dots step / "[" … "]" )
///     dots     = "." / ".."
///     step     = "*" / name / "[" … "]"
///
/// There is no `$` in front and no white space between steps. A name may have any characters that do not mean
/// something here; spaces only inside.
extension PathParser {
    mutating func parseLooseSegments() throws(JSONPathError) -> [PathProgram.Segment] {
        if bytes.isEmpty { throw fault("a path is not empty; the whole document is . or $") }
        if bytes == [UInt8(ascii: ".")] { return [] }
        if byte == UInt8(ascii: "/") { throw fault("the names in a path are separated by dots, as in data.items") }
        var segments: [PathProgram.Segment] = []
        if byte != UInt8(ascii: "."), byte != UInt8(ascii: "[") {
            segments.append(try parseLooseStep(isDescendant: false, at: position))
        }
        while position < bytes.count {
            let start = position
            if accept("..") {
                segments.append(try parseLooseStep(isDescendant: true, at: start))
            } else if byte == UInt8(ascii: "[") || accept(".") {
                segments.append(try parseLooseStep(isDescendant: false, at: start))
            } else {
                throw fault("expected . or [ or the end; a name with other characters is written ['…']")
            }
        }
        return segments
    }

    private mutating func parseLooseStep(
        isDescendant: Bool, at start: Int
    ) throws(JSONPathError) -> PathProgram.Segment {
        if byte == UInt8(ascii: "[") { return try segment(isDescendant: isDescendant, parseBrackets(), at: start) }
        if accept("*") { return try segment(isDescendant: isDescendant, [.wildcard], at: start) }
        return try segment(isDescendant: isDescendant, [.name(parseLooseName())], at: start)
    }

    private mutating func parseLooseName() throws(JSONPathError) -> Int {
        let start = position
        while position < bytes.count, isLooseNameCharacter(byte) { position += 1 }
        if position == start { throw fault("expected a name or *; a name with other characters is written ['…']") }
        if bytes[start] == 0x20 || bytes[position - 1] == 0x20 {
            throw fault("a name does not begin or end with a space; if this one does, it is written ['…']", at: start)
        }
        return program.addLiteral(text: bytes[start..<position])
    }

    /// Everything but what has a meaning in a path, or in the templates paths may be built from.
    private func isLooseNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F: false
        case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: ","): false
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "\\"): false
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"): false
        case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "&"), UInt8(ascii: "|"): false
        case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"): false
        default: true
        }
    }
}
