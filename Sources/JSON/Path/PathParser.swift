/// Reads the text of a path (RFC 9535, section 2) into a program.
///
///     jsonpath-query = "$" segments
///     segments       = *(S segment)
///     segment        = "[" … "]" / "." ("*" / name) / ".." ("*" / name / "[" … "]")
///
/// The extensions in the files beside this one read what stands in brackets, strings, filters and functions, and the
/// loose spelling.
struct PathParser: ~Copyable {
    /// Bounds on what evaluating a path may cost, over the whole text. They are far above what any real path has.
    enum Limit {
        /// Documents are not deeper either.
        static var segments: Int { 1024 }
        /// Each visits everything below what the one before has found.
        static var descendants: Int { 6 }
        /// How often one value could be selected by the lists of selectors together: their lengths multiplied.
        static var choices: Int { 10_000 }
        /// Filters inside filters.
        static var filters: Int { 4 }
        /// Filters, parentheses and functions inside one another.
        static var nesting: Int { 64 }
    }

    let text: String
    let bytes: [UInt8]
    var position = 0
    var program = PathProgramBuilder()
    var nesting = 0
    var filters = 0
    private var segmentCount = 0
    private var descendantCount = 0
    private var choiceCount = 1

    private init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Reads a path that is written as RFC 9535 wants it.
    static func parse(strict text: String) throws(JSONPathError) -> PathProgram {
        var parser = PathParser(text)
        guard parser.accept("$") else { throw parser.fault("a path begins with $") }
        let segments = try parser.parseSegments()
        try parser.expectEnd()
        return parser.finish(segments)
    }

    /// Reads a path in either spelling.
    static func parse(_ text: String) throws(JSONPathError) -> PathProgram {
        if text.utf8.first == UInt8(ascii: "$") { return try parse(strict: text) }
        var parser = PathParser(text)
        let segments = try parser.parseLooseSegments()
        return parser.finish(segments)
    }

    private consuming func finish(_ segments: [PathProgram.Segment]) -> PathProgram {
        let main = program.add(segments, isAbsolute: true)
        return PathProgram(program, main: main)
    }

    private func expectEnd() throws(JSONPathError) {
        if position == bytes.count { return }
        if isWhiteSpace(byte) { throw fault("a path does not end with white space") }
        if position == 1, isNameStart(byte) || isDigit(byte) {
            throw fault("after $ comes . or [; a path that begins with a member called $… is written ['$…']")
        }
        throw fault("expected . or [ or the end; a name with other characters is written ['…']")
    }
}

// Segments.
extension PathParser {
    /// Reads segments, and no white space behind the last.
    mutating func parseSegments() throws(JSONPathError) -> [PathProgram.Segment] {
        var segments: [PathProgram.Segment] = []
        while true {
            let end = position
            skipWhiteSpace()
            guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "[") else {
                position = end
                return segments
            }
            segments.append(try parseSegment())
        }
    }

    private mutating func parseSegment() throws(JSONPathError) -> PathProgram.Segment {
        let start = position
        let isDescendant = accept("..")
        if byte == UInt8(ascii: "[") {
            return try segment(isDescendant: isDescendant, parseBrackets(), at: start)
        }
        if !isDescendant { position += 1 }
        if accept("*") { return try segment(isDescendant: isDescendant, [.wildcard], at: start) }
        return try segment(isDescendant: isDescendant, [.name(parseName())], at: start)
    }

    /// A segment of what has been read, if the path may have another.
    mutating func segment(
        isDescendant: Bool, _ selectors: [PathProgram.Selector], at start: Int
    ) throws(JSONPathError) -> PathProgram.Segment {
        segmentCount += 1
        if segmentCount > Limit.segments { throw fault("a path may have \(Limit.segments) steps", at: start) }
        descendantCount += isDescendant ? 1 : 0
        if descendantCount > Limit.descendants {
            throw fault("a path may have \(Limit.descendants) descendant steps (..)", at: start)
        }
        let (choices, overflow) = choiceCount.multipliedReportingOverflow(by: selectors.count)
        if overflow || choices > Limit.choices {
            throw fault("the lists of selectors, multiplied, may have \(Limit.choices) choices", at: start)
        }
        choiceCount = choices
        return PathProgram.Segment(isDescendant: isDescendant, selectors: program.add(selectors))
    }

    /// Reads a name behind a dot: letters, digits, underscores and anything beyond ASCII, no digit first.
    private mutating func parseName() throws(JSONPathError) -> Int {
        let start = position
        guard isNameStart(byte) else {
            throw fault("expected a name or *; a name with other characters is written ['…']")
        }
        while isNameStart(byte) || isDigit(byte) { position += 1 }
        return program.addLiteral(text: bytes[start..<position])
    }
}

// Characters.
extension PathParser {
    /// The next byte, or zero at the end, which no path has outside of quotes.
    var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// Moves behind a word if it comes next.
    mutating func accept(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] {
            return false
        }
        position = end
        return true
    }

    mutating func skipWhiteSpace() {
        while isWhiteSpace(byte) { position += 1 }
    }

    func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    func isNameStart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    func fault(_ message: String, at place: Int? = nil) -> JSONPathError {
        let before = String(decoding: bytes[..<min(place ?? position, bytes.count)], as: UTF8.self)
        return JSONPathError(path: text, position: before.count + 1, message: message)
    }
}
