/// The words that records are made of.
enum DemoWords {
    struct Name {
        var written: StaticString
        /// As it stands in an e-mail address.
        var plain: StaticString
    }

    struct Place {
        var city: StaticString
        var country: StaticString
    }

    struct Product {
        var name: StaticString
        var hundredths: Int
    }

    static let firstNames = [
        Name(written: "Ada", plain: "ada"), Name(written: "Björn", plain: "bjorn"),
        Name(written: "Chiara", plain: "chiara"), Name(written: "Dmitri", plain: "dmitri"),
        Name(written: "Esra", plain: "esra"), Name(written: "Farid", plain: "farid"),
        Name(written: "Grace", plain: "grace"), Name(written: "Hana", plain: "hana"),
        Name(written: "Inés", plain: "ines"), Name(written: "Jonas", plain: "jonas"),
        Name(written: "Kofi", plain: "kofi"), Name(written: "Léa", plain: "lea"),
        Name(written: "Mei", plain: "mei"), Name(written: "Noah", plain: "noah"),
        Name(written: "Olga", plain: "olga"), Name(written: "Priya", plain: "priya"),
        Name(written: "Rosa", plain: "rosa"), Name(written: "Søren", plain: "soren"),
        Name(written: "Tariq", plain: "tariq"), Name(written: "Wanjiru", plain: "wanjiru"),
    ]

    static let lastNames = [
        Name(written: "Abebe", plain: "abebe"), Name(written: "Bauer", plain: "bauer"),
        Name(written: "Castro", plain: "castro"), Name(written: "Dubois", plain: "dubois"),
        Name(written: "Eriksen", plain: "eriksen"), Name(written: "Ferreira", plain: "ferreira"),
        Name(written: "García", plain: "garcia"), Name(written: "Haddad", plain: "haddad"),
        Name(written: "Ivanova", plain: "ivanova"), Name(written: "Jansen", plain: "jansen"),
        Name(written: "Kaya", plain: "kaya"), Name(written: "Li", plain: "li"),
        Name(written: "Müller", plain: "mueller"), Name(written: "Nakamura", plain: "nakamura"),
        Name(written: "O'Brien", plain: "obrien"), Name(written: "Patel", plain: "patel"),
        Name(written: "Rossi", plain: "rossi"), Name(written: "Smith", plain: "smith"),
        Name(written: "Tran", plain: "tran"), Name(written: "Wójcik", plain: "wojcik"),
    ]

    static let places = [
        Place(city: "Amsterdam", country: "NL"), Place(city: "Bogotá", country: "CO"),
        Place(city: "Cape Town", country: "ZA"), Place(city: "Dublin", country: "IE"),
        Place(city: "Hamburg", country: "DE"), Place(city: "Kyoto", country: "JP"),
        Place(city: "Lyon", country: "FR"), Place(city: "Nairobi", country: "KE"),
        Place(city: "Porto", country: "PT"), Place(city: "Pune", country: "IN"),
        Place(city: "Toronto", country: "CA"), Place(city: "Zürich", country: "CH"),
    ]

    static let products = [
        Product(name: "birdseed, 5 kg", hundredths: 1_295), Product(name: "binoculars 8x42", hundredths: 18_990),
        Product(name: "field guide", hundredths: 2_450), Product(name: "nest box", hundredths: 1_999),
        Product(name: "notebook, dotted", hundredths: 725), Product(name: "rain cape", hundredths: 6_400),
        Product(name: "rubber boots", hundredths: 4_990), Product(name: "spotting scope", hundredths: 64_900),
        Product(name: "thermos, 1 l", hundredths: 2_999), Product(name: "tripod", hundredths: 11_950),
        Product(name: "wool hat", hundredths: 1_580), Product(name: "sticker \\\"curlew\\\"", hundredths: 110),
    ]

    static let plans: [StaticString] = ["free", "free", "free", "team", "team", "enterprise"]
    static let statuses: [StaticString] = [
        "paid", "paid", "paid", "paid", "shipped", "shipped", "shipped", "pending", "cancelled", "refunded",
    ]
    static let actions: [StaticString] = [
        "page_view", "page_view", "page_view", "page_view", "search", "search", "add_to_cart", "checkout", "sign_in",
    ]
    static let directions: [StaticString] = ["North", "East", "South", "West"]
}
