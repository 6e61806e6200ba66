internal import Spelling

/// Records that the API has under one path.
struct Collection {
    /// How a page leads to the next.
    enum Paging {
        case token, address, number, link
    }

    var path: String
    var kind: RecordKind
    var numbers: RecordNumbers
    var paging: Paging
    /// The parameter that leaves out older records.
    var since: String?

    /// The parameters there are.
    var parameters: [String] {
        ["limit", paging == .number ? "page" : "page_token"] + (since.map { [$0] } ?? [])
    }

    /// Finds what a path leads to.
    init(path: String, in data: DemoData) throws(Refusal) {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count >= 3, names[0] == "", names[1] == "v1" else { throw Self.unknown(path) }
        self.path = path
        if names.count == 5, names[2] == "regions", names[4] == "events", let region = Int(names[3]),
            (1...data.settings.regions).contains(region)
        {
            (kind, paging, since) = (.event, .link, "created_since")
            numbers = data.events(inRegion: region)
            // As this program writes it: `+7` is a number too.
            self.path = "/v1/regions/\(region)/events"
            return
        }
        guard names.count == 3 else { throw Self.unknown(path) }
        switch names[2] {
        case "customers": (kind, paging, since) = (.customer, .token, "updated_since")
        case "orders": (kind, paging, since) = (.order, .address, "updated_since")
        case "events": (kind, paging, since) = (.event, .number, "created_since")
        case "regions": (kind, paging) = (.region, .token)
        default: throw Self.unknown(path)
        }
        numbers = data.numbers(of: kind)
    }

    private static func unknown(_ path: String) -> Refusal {
        Refusal(
            status: 404,
            message: "there is no \(path.shortened); there are /v1/customers, /v1/orders, /v1/events, /v1/regions and "
                + "/v1/regions/{id}/events")
    }
}
