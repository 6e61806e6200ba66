/// A decimal number of the core schema in its parts, which JSON would write differently: no `+`, no leading zeros, and
/// digits on both sides of the point.
struct NumberText {
    private let isNegative: Bool
    private let whole: Substring.UTF8View
    private let fraction: Substring.UTF8View
    private let exponent: Substring.UTF8View?
    /// Whether there is neither a point nor an exponent.
    let isWhole: Bool

    /// Nil when the text is no decimal number.
    init?(_ text: String) {
        var rest = text[...].utf8
        isNegative = rest.first == UInt8(ascii: "-")
        rest.dropSign()
        whole = rest.takeDigits()
        let hasPoint = rest.first == UInt8(ascii: ".")
        if hasPoint { rest.removeFirst() }
        fraction = hasPoint ? rest.takeDigits() : rest.prefix(0)
        guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            let start = rest
            rest.dropSign()
            guard !rest.takeDigits().isEmpty else { return nil }
            exponent = start
        } else {
            exponent = nil
        }
        guard rest.isEmpty else { return nil }
        isWhole = !hasPoint && exponent == nil
    }

    /// The number as JSON writes it, digit for digit.
    var json: String {
        let digits = whole.drop { $0 == UInt8(ascii: "0") }
        var json = isNegative ? "-" : ""
        json += digits.isEmpty ? "0" : String(Substring(digits))
        if !fraction.isEmpty { json += "." + String(Substring(fraction)) }
        if let exponent { json += "e" + String(Substring(exponent)) }
        return json
    }
}

extension Substring.UTF8View {
    fileprivate mutating func dropSign() {
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { removeFirst() }
    }

    fileprivate mutating func takeDigits() -> Substring.UTF8View {
        let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        self = self[digits.endIndex...]
        return digits
    }
}
