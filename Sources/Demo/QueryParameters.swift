internal import DateTime
internal import Spelling

/// The parameters of a request, read as what they must be.
struct QueryParameters {
    private let texts: [String: String]

    init(_ texts: [String: String]) {
        self.texts = texts
    }

    /// Refuses parameters that mean nothing here.
    func check(_ known: [String]) throws(Refusal) {
        guard let name = texts.keys.filter({ !known.contains($0) }).min() else { return }
        let near = nearestName(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
        throw Refusal(status: 400, message: "unknown parameter `\(name.shortened)`\(near)")
    }

    /// A whole number from 1 on; nil when it is not given.
    func count(_ name: String, upTo maximum: Int) throws(Refusal) -> Int? {
        guard let text = texts[name] else { return nil }
        guard let number = Int(text), (1...maximum).contains(number) else {
            throw Refusal(
                status: 400, message: "`\(name)` must be a whole number from 1 to \(maximum), not `\(text.shortened)`")
        }
        return number
    }

    /// An instant; nil when it is not given.
    func instant(_ name: String) throws(Refusal) -> Timestamp? {
        guard let text = texts[name] else { return nil }
        guard let instant = Timestamp(iso8601: text) else {
            throw Refusal(
                status: 400,
                message: "`\(name)` must be a time such as 2024-01-31T10:20:30Z, not `\(text.shortened)`")
        }
        return instant
    }

    /// What asks for a page; nil for the first.
    func token() throws(Refusal) -> PageToken? {
        guard let text = texts["page_token"] else { return nil }
        guard let token = PageToken(text) else {
            throw Refusal(status: 400, message: "`\(text.shortened)` is no page token")
        }
        return token
    }
}
