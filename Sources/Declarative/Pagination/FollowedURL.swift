internal import Connector
internal import HTTPClient
internal import JSON

/// Pages whose addresses the answers tell. An address is followed as it is.
struct FollowedURL: Sendable {
    let stop: StopCheck

    func url(at place: JSONObject) -> JSONValue? { place["url"] }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) {
        guard let url = place["url"]?.string else { return }
        draft.url = url
        draft.parameters = []
    }

    /// The place of the page at `reference`; throws when that is no address, or one where the scan was already.
    func place(of reference: String, after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject {
        let url: HTTPURL
        do {
            url = try answer.url.resolving(reference)
        } catch {
            throw Failure(
                .source, "The address of the page after \(answer.url.redacted) cannot be used: \(error.kind).")
        }
        let address = url.description
        let current = place["url"]?.string ?? answer.url.description
        var standstill = Standstill(at: place, key: current)
        guard address != current, standstill.goOn(to: address) else {
            throw Failure(
                .source,
                "The pages of \(answer.url.redacted) stand still: its answer names the address of a page that was read"
                    + " already as that of the next.")
        }
        var next: JSONObject = ["url": .string(address)]
        standstill.note(in: &next)
        stop.count(from: place, answer, to: &next)
        return next
    }
}
