/// A path into JSON documents, compiled once and evaluated over views.
///
/// It is written as RFC 9535 (JSONPath) wants it, filters and functions included, or in the loose spelling of connector
/// files: `data.users`, `data[-1].id`, `variants[*].price`, and `.` for the whole document. See `init(_:)`.
///
/// Two paths are equal when they are written the same.
public struct JSONPath: Sendable {
    /// The path as it was written.
    public let description: String
    let program: PathProgram

    /// Compiles a path in either spelling.
    ///
    /// A text that begins with `$` is RFC 9535 to the letter. Any other is the loose spelling: names and brackets without
    /// the `$` and, in front, without the dot. Loose names may hold what the RFC wants quoted (`@type`, `first-name`,
    /// `2fa_enabled`, `xml:lang`, `Account Name`); quotes in brackets are needed for names with one of
    /// ``. [ ] * , ' " ` \ ( ) { } ? ! & | = < >`` and for spaces at the ends, and for a `$` at the start of the path.
    /// A name of digits is a name: the first element is `[0]`. What stands in brackets is the same in both spellings.
    ///
    /// A path may have 1,024 steps, 6 of them descendant (`..`), filters within filters 4 deep, and lists of selectors
    /// with 10,000 combinations, so that no path costs time exponential in its length; several descendant steps on a deep document are still slow. A
    /// pattern of match() or
    /// search(), its repetitions written out, may have 2,000 steps.
    public init(_ text: String) throws(JSONPathError) {
        program = try PathParser.parse(text)
        description = text
    }

    /// Compiles a path that must be RFC 9535, beginning with `$`.
    public init(strict text: String) throws(JSONPathError) {
        program = try PathParser.parse(strict: text)
        description = text
    }
}

extension JSONPath: Hashable, CustomStringConvertible {
    public static func == (left: JSONPath, right: JSONPath) -> Bool {
        ExactText(left.description) == ExactText(right.description)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(description))
    }
}

extension JSONPath {
    /// Whether the path selects at most one value in every document: it has only names, indexes, and slices for at most
    /// one element such as `[-1:]` and `[0:1]`, one at each step.
    public var isSingular: Bool {
        program.mainSegments.allSatisfy { segment in
            switch program.onlyChildSelector(of: segment) {
            case .name, .index: true
            case .slice(let slice): slice.selectsAtMostOne
            case .wildcard, .filter, nil: false
            }
        }
    }

    /// The names of a path that has nothing else, or nothing else but `[*]` as its last step: `["data", "users"]` for
    /// `data.users`, `$.data.users[*]` and `$['data']['users']`; `[]` for `$`, `.` and `$[*]`. Nil for all other paths.
    ///
    /// With `[*]` the path selects the children of the value that the names lead to, without it that value.
    public var names: [String]? {
        var names: [String] = []
        for (position, segment) in program.mainSegments.enumerated() {
            switch program.onlyChildSelector(of: segment) {
            case .name(let name): names.append(String(decoding: program.literal(name).utf8, as: UTF8.self))
            case .wildcard where position == program.mainSegments.count - 1: break
            default: return nil
            }
        }
        return names
    }
}
