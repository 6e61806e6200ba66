import DateTime
import HTTPClient
import ObjectStorage

extension ObjectStores {
    /// Stores with the variables of an environment, which do not wait before they try again.
    static func testing(
        _ environment: [String: String], date: @escaping @Sendable () -> Timestamp = { .now() }
    ) -> ObjectStores {
        let session = HTTPSession(HTTPSession.Options(userAgent: "curlew-tests"))
        return ObjectStores(
            environment: environment, session: session,
            timing: StoreTiming(date: date, sleep: { _ in await Task.yield() }, draw: { 0.5 }))
    }
}
