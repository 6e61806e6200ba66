import DateTime
import HTTPClient
import Signing
import Synchronization

@testable import CloudAccess

/// A clock that goes when a test says so, and access that uses it.
final class AccessBench: Sendable {
    private let instant: Mutex<Timestamp>
    private let slept = Mutex<[Duration]>([])
    let session = HTTPSession(.init(userAgent: "curlew/test"))

    init(_ start: String = "2026-11-21T12:00:00Z") {
        instant = Mutex(Timestamp(iso8601: start) ?? .unixEpoch)
    }

    var now: Timestamp { instant.withLock { $0 } }
    /// How long each wait was.
    var waits: [Duration] { slept.withLock { $0 } }

    func advance(seconds: Int64) {
        instant.withLock { $0 = Timestamp(unixSeconds: $0.unixSeconds + seconds) ?? $0 }
    }

    /// An instant some seconds from now, as AWS writes it.
    func date(in seconds: Int64) -> String {
        (Timestamp(unixSeconds: now.unixSeconds + seconds) ?? now).iso8601()
    }

    func access(
        _ environment: [String: String], credentials: AWSCredentials? = nil, profile: String? = nil,
        region: String? = nil, adjusting adjust: (inout AWSTiming) -> Void = { _ in }
    ) -> AWSAccess {
        var timing = AWSTiming(
            now: { self.now }, sleep: { duration in self.slept.withLock { $0.append(duration) } }, draw: { 0.5 })
        adjust(&timing)
        // Nothing of the machine the tests run on is looked at.
        let alone = ["AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent"]
        return AWSAccess(
            environment: alone.merging(environment) { $1 }, session: session, credentials: credentials,
            profile: profile, region: region, timing: timing)
    }

    func settings(_ environment: [String: String]) -> AWSSettings {
        access(environment).settings
    }
}

extension AWSAccess {
    /// The error that the search for credentials ends with; nil when it succeeds.
    func failure() async -> AccessError? {
        do throws(AccessError) {
            _ = try await credentials()
            return nil
        } catch {
            return error
        }
    }
}

/// The error that a call ends with; nil when it succeeds.
func failure(_ body: () async throws(AccessError) -> some Any) async -> AccessError? {
    do throws(AccessError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
