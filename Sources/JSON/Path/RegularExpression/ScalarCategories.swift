/// Some of Unicode's general categories.
struct ScalarCategories: OptionSet, Sendable {
    let rawValue: UInt32

    /// The categories of a name as RFC 9485 has them: `Lu`, or `L` for all kinds of letters. Nil for any other name.
    init?(name: String) {
        let matching = Self.names.indices.filter { Self.names[$0] == name || Self.names[$0].prefix(1) == name }
        if matching.isEmpty { return nil }
        self.init(rawValue: matching.reduce(0) { $0 | 1 << UInt32($1) })
    }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    var complement: ScalarCategories {
        ScalarCategories(rawValue: ~rawValue & (1 << UInt32(Self.names.count) - 1))
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        rawValue & 1 << Self.position(of: scalar.properties.generalCategory) != 0
    }

    /// The bit of a category is its place here. Surrogates, which no text contains, have none.
    private static let names = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm",
        "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn",
    ]

    private static func position(of category: Unicode.GeneralCategory) -> UInt32 {
        switch category {
        case .uppercaseLetter: 0
        case .lowercaseLetter: 1
        case .titlecaseLetter: 2
        case .modifierLetter: 3
        case .otherLetter: 4
        case .nonspacingMark: 5
        case .spacingMark: 6
        case .enclosingMark: 7
        case .decimalNumber: 8
        case .letterNumber: 9
        case .otherNumber: 10
        case .connectorPunctuation: 11
        case .dashPunctuation: 12
        case .openPunctuation: 13
        case .closePunctuation: 14
        case .initialPunctuation: 15
        case .finalPunctuation: 16
        case .otherPunctuation: 17
        case .mathSymbol: 18
        case .currencySymbol: 19
        case .modifierSymbol: 20
        case .otherSymbol: 21
        case .spaceSeparator: 22
        case .lineSeparator: 23
        case .paragraphSeparator: 24
        case .control: 25
        case .format: 26
        case .privateUse: 27
        case .unassigned, .surrogate: 28
        @unknown default: 28
        }
    }
}
