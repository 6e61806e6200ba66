internal import Connector
internal import HTTPClient
internal import JSON

extension Requester: JobServer {
    func document(
        for draft: RequestDraft, until deadline: Deadline, missing statuses: Set<Int>
    ) async throws(RequestFault) -> JSONDocument? {
        // The status alone says that there is nothing, whatever the body is.
        let settled = try await settled(draft, until: deadline)
        if statuses.contains(settled.head.status) { return nil }
        if let failure = settled.failure { throw .failed(failure) }
        guard let document = settled.document else {
            let place = "\(draft.method.rawValue) \(settled.head.url.redacted)"
            throw .failed(Failure(.data, "\(place): the answer is not JSON"))
        }
        return document
    }

    func wait(for interval: Duration, until deadline: Deadline) async throws(RequestFault) {
        if await timing.sleep(interval, deadline) { return }
        throw deadline.isPulled ? .stopped : .outOfTime(resumeAfter: interval)
    }
}
