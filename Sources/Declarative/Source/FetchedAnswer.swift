internal import Connector
internal import Synchronization

/// An answer that was asked for ahead, or why there is none, on its way to whoever reads it.
final class FetchedAnswer: Sendable {
    /// An answer up to this size is parsed as a whole, a larger one piece by piece: a parsed page takes four times its
    /// size, and there are two for each slice that is read.
    static let largestWhole = 2 << 20

    private let outcome: Mutex<Result<Answer, RequestFault>?>
    private let retriesMade: Retries

    /// Asks for an answer.
    init(to draft: RequestDraft, from requester: Requester, until deadline: Deadline) async {
        var retries = Retries()
        do throws(RequestFault) {
            let answer = try await requester.answer(
                to: draft, retries: &retries, collecting: Self.largestWhole, until: deadline)
            outcome = Mutex(.success(answer))
        } catch {
            outcome = Mutex(.failure(error))
        }
        retriesMade = retries
    }

    /// The answer, once, and the retries it took.
    func take(_ retries: inout Retries) throws(RequestFault) -> Answer {
        retries = retriesMade
        guard let outcome = outcome.withLock({ $0.take() }) else { throw .stopped }
        return try outcome.get()
    }
}
