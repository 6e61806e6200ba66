internal import Connector
internal import HTTPClient
internal import JSON

extension Requester {
    /// Bodies of answers that are read whole are at most as large.
    private static var largestDocument: Int { 64 << 20 }

    /// Sends a small request and reads its answer. It is sent again after the statuses and failures that the policy
    /// names, and when the document in the answer breaks off.
    ///
    /// There is no document where the body is none. Throws when the status is not of those expected: by default, those
    /// that mean success.
    func document(
        for draft: RequestDraft, until deadline: Deadline, expecting statuses: [Int]? = nil
    ) async throws(RequestFault) -> (head: HTTPResponseHead, document: JSONDocument?) {
        let settled = try await settled(draft, until: deadline, expecting: statuses)
        if let failure = settled.failure { throw .failed(failure) }
        return (settled.head, settled.document)
    }

    /// An answer after which there is no retry any more.
    struct Settled: Sendable {
        var head: HTTPResponseHead
        var document: JSONDocument?
        /// Set when the status is none of those expected.
        var failure: Failure?
    }

    /// The same, with a failure that the answer means beside what it holds.
    func settled(
        _ draft: RequestDraft, until deadline: Deadline, expecting statuses: [Int]? = nil
    ) async throws(RequestFault) -> Settled {
        var retries = Retries()
        while true {
            let answer = try await answer(
                to: draft, retries: &retries, collecting: Self.largestDocument, until: deadline)
            let head = answer.head
            let body = try Self.wholeBody(answer)
            environment.activity.count(bytes: body.count)
            let isExpected = statuses?.contains(head.status) ?? (200..<300).contains(head.status)
            if !isExpected, policy.repeats(after: head) {
                let failure = failure(head, to: draft, body: body)
                try await recover(from: setback(failure, after: head, to: draft), &retries, until: deadline)
                continue
            }
            do throws(JSONError) {
                let document = try Self.document(in: body, head)
                let failure = isExpected ? nil : failure(head, to: draft, body: body)
                return Settled(head: head, document: document, failure: failure)
            } catch {
                let failure = Failure(
                    .data, "\(draft.method.rawValue) \(head.url.redacted): the answer is not valid JSON: \(error)",
                    mayRetry: error.reason == .truncated)
                guard isExpected, error.reason == .truncated else {
                    let failure =
                        isExpected ? environment.secrets.masked(failure) : self.failure(head, to: draft, body: body)
                    return Settled(head: head, failure: failure)
                }
                try await recover(from: Setback(failure, mayRepeat: draft.isSafeToRepeat), &retries, until: deadline)
            }
        }
    }

    /// What an answer means that is none of those wanted, in a sentence with the request, the status, and what the body
    /// says of it. Secrets are masked.
    func failure(
        _ head: HTTPResponseHead, to draft: RequestDraft, body: borrowing PaddedBytes
    ) -> Failure {
        failure(head, to: draft, saying: Explanation.of(body))
    }

    /// The same, with an explanation that is known already.
    func failure(
        _ head: HTTPResponseHead, to draft: RequestDraft, saying explanation: String?, rule: String? = nil
    ) -> Failure {
        environment.secrets.masked(
            Failure(head, to: draft.method, saying: explanation, rule: rule, retries: policy.retryStatuses))
    }

    private static func wholeBody(_ answer: consuming Answer) throws(RequestFault) -> PaddedBytes {
        let head = answer.head
        switch answer.takeBody() {
        case .whole(let body): return body
        case .stream:
            throw .failed(
                Failure(.data, "\(head.url.redacted): the answer is larger than \(largestDocument >> 20) MB"))
        }
    }

    /// The document in a body. One that does not claim to be JSON, and is none, has no document.
    private static func document(
        in body: borrowing PaddedBytes, _ head: HTTPResponseHead
    ) throws(JSONError) -> JSONDocument? {
        if body.count == 0 { return nil }
        do throws(JSONError) {
            return try JSONDocument.parse(body, duplicateKeys: .keep)
        } catch {
            if !claimsJSON(body, head) { return nil }
            throw error
        }
    }

    private static func claimsJSON(_ body: borrowing PaddedBytes, _ head: HTTPResponseHead) -> Bool {
        if let type = head.headers["Content-Type"] { return type.lowercased().utf8.place(of: "json") != nil }
        let first = body.withUnsafeBytes { bytes in bytes.first { $0 > 0x20 } }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}
