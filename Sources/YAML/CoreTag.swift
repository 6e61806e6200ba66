/// The tags of YAML 1.2's core schema: `!!str` and the like, which stand for `tag:yaml.org,2002:str`.
enum CoreTag: String {
    case null
    case bool
    case integer = "int"
    case float
    case string = "str"
    case sequence = "seq"
    case mapping = "map"

    private static var prefix: String { "tag:yaml.org,2002:" }

    /// The tag a full name stands for; nil for tags of other schemas.
    init?(name: String) {
        guard name.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(name.dropFirst(Self.prefix.count)))
    }

    /// The tag as people write it.
    static func shorthand(of name: String) -> String {
        name.hasPrefix(prefix) ? "!!" + name.dropFirst(prefix.count) : name
    }
}
