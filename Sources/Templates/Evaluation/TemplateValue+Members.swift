internal import JSON

extension TemplateValue {
    /// The member of a map; missing when there is none or this is no map.
    func member(_ name: String, ignoringCase: Bool = false) -> TemplateValue {
        switch self {
        case .missing: .missing
        case .view(let view): view[name].map { .view($0) } ?? .missing
        case .value(.object(let members)):
            if ignoringCase {
                members.first { Self.isSame($0.key, name) }.map { .value($0.value) } ?? .missing
            } else {
                members[name].map { .value($0) } ?? .missing
            }
        case .value: .missing
        }
    }

    /// Whether two header names are one: ASCII letters of either case (RFC 9110, section 5.1).
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { left, right in
                left == right || (left ^ right == 0x20 && (left | 0x20).isNameStart && left != 0x5F && right != 0x5F)
            }
    }

    /// The element of a list, or the character (Unicode scalar) of a text, counted from 0, or back from -1 at the end.
    /// Missing when there is none.
    func element(_ position: Int) -> TemplateValue {
        switch self {
        case .missing: return .missing
        case .view(let view):
            if let text = view.string { return Self.character(position, of: text) }
            let position = position < 0 ? view.count + position : position
            return view[position].map { .view($0) } ?? .missing
        case .value(.array(let elements)):
            let position = position < 0 ? elements.count + position : position
            return elements.indices.contains(position) ? .value(elements[position]) : .missing
        case .value(.string(let text)): return Self.character(position, of: text)
        case .value: return .missing
        }
    }

    private static func character(_ position: Int, of text: String) -> TemplateValue {
        let scalars = text.unicodeScalars
        let found =
            position < 0
            ? scalars.index(scalars.endIndex, offsetBy: position, limitedBy: scalars.startIndex)
            : scalars.index(scalars.startIndex, offsetBy: position, limitedBy: scalars.endIndex)
        guard let found, found < scalars.endIndex else { return .missing }
        return .value(.string(String(scalars[found])))
    }
}
