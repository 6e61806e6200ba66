internal import Connector
internal import HTTPClient
internal import JSON

extension HTTPStream {
    /// The next bytes, as `next(into:)` hands them over, unless the deadline is pulled first: then it throws `cancelled`,
    /// and the transfer is over.
    mutating func next(
        into piece: inout PaddedBytes, until deadline: Deadline
    ) async throws(HTTPError) -> Bool {
        // What is there already costs no task.
        if isReady, !deadline.isPulled { return try await next(into: &piece) }
        let cancel = cancellation
        var outcome = Result<Bool, HTTPError>.success(false)
        await withTaskGroup { group in
            group.addTask {
                await deadline.pulled()
                if deadline.isPulled { cancel() }
            }
            do throws(HTTPError) {
                outcome = .success(try await next(into: &piece))
            } catch {
                outcome = .failure(error)
            }
            group.cancelAll()
        }
        return try outcome.get()
    }
}
