internal import JSON

/// A word of an expression.
enum Token: Sendable {
    case name(String)
    case text(String)
    case number(JSONValue)
    case symbol(Symbol)
    /// The end of the template's text.
    case end

    /// The token in the words of an error.
    var quoted: String {
        switch self {
        case .name(let name): "`\(name)`"
        case .text(let text): text.utf8.count > 20 ? "a text in quotes" : "`'\(text)'`"
        case .number(let number): "`\(number)`"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        case .end: "the end of the text"
        }
    }

    func isSymbol(_ symbol: Symbol) -> Bool {
        if case .symbol(symbol) = self { true } else { false }
    }

    func isName(_ name: String) -> Bool {
        if case .name(name) = self { true } else { false }
    }
}

enum Symbol: String, Sendable {
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case comma = ","
    case colon = ":"
    case dot = "."
    case pipe = "|"
    case tilde = "~"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case doubleSlash = "//"
    case percent = "%"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// What other languages write, and what is written here.
enum ForeignSymbol {
    static let hints: [(String, String)] = [
        ("**", "there is no power operator: write the multiplication out"), ("&&", "write `and` for `&&`"),
        ("||", "write `or` for `||`"), ("===", "write `==` for `===`"), ("=", "write `==` to compare"),
        ("!", "write `not` for `!`"), ("?", "write `a if condition else b` for `condition ? a : b`"),
        ("&", "write `and` for `&`"), ("`", "text stands in single or double quotes"),
        ("$", "write a variable as it is: `config.name`"),
    ]
}

extension UInt8 {
    var isNameStart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isNamePart: Bool { isNameStart || isDigit }

    var isWhiteSpace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\t")
            || self == UInt8(ascii: "\r")
    }
}
