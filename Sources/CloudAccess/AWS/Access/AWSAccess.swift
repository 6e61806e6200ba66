package import HTTPClient
package import Signing
internal import Synchronization

/// Finds the credentials and the region that this program has on AWS, where AWS's own tools look for them:
///
/// 1. credentials that were given,
/// 2. AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN,
/// 3. the identity in AWS_WEB_IDENTITY_TOKEN_FILE, for which AWS_ROLE_ARN is assumed,
/// 4. the profile that AWS_PROFILE names, or `default`, in `~/.aws/credentials` and `~/.aws/config`,
/// 5. the endpoint in AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI,
/// 6. the metadata service of the machine, in its second version.
///
/// Nothing is read or requested before it is needed. Credentials are kept, and replaced five minutes before they expire;
/// where that fails they are used until they do. However many ask at once, one search is made.
package final class AWSAccess: Sendable {
    let settings: AWSSettings
    private let state = Mutex(CredentialState())
    private let profileRegion = Mutex<String??>(nil)

    /// Access with the variables of an environment, in which HOME is the home folder. What is given besides counts more.
    package init(
        environment: [String: String], session: HTTPSession, credentials: AWSCredentials? = nil,
        profile: String? = nil, region: String? = nil, timing: AWSTiming = AWSTiming()
    ) {
        settings = AWSSettings(
            environment: AWSEnvironment(environment), explicit: credentials, profile: profile, region: region,
            sender: AWSSender(session: session, timing: timing))
    }

    /// The credentials to sign a request with, which is sent soon.
    ///
    /// Throws when there are none, saying where they were looked for, and when a place that should have them fails.
    package func credentials() async throws(AccessError) -> AWSCredentials {
        var awaited: Int?
        while true {
            let now = settings.timing.now()
            switch state.withLock({ $0.next(at: now, awaited: awaited) }) {
            case .use(let credentials): return credentials
            case .fail(let failure): throw failure
            case .look(let search):
                // Others may wait for it by the time whoever began it is cancelled. Every step of it is bounded.
                Task { await look() }
                await wait(for: search)
                awaited = search
            case .wait(let search):
                if Task.isCancelled { throw AccessError(.unavailable, "the search for credentials was cancelled") }
                await wait(for: search)
                awaited = search
            }
        }
    }

    /// Says that a service refused credentials as expired or unknown: the next request gets those that are found then.
    /// When they are the same again, saying so once more has no effect.
    package func rejected(_ credentials: AWSCredentials) async {
        state.withLock { $0.rejected(credentials) }
    }

    /// The region that was given, or that AWS_REGION, AWS_DEFAULT_REGION or the profile names. Nil also where the files of
    /// the profiles cannot be read, which `credentials` would complain about.
    package func region() async -> String? {
        if let region = settings.namedRegion { return region }
        return profileRegion.withLock { known in
            if let known { return known }
            let region: String?
            do throws(AccessError) {
                region = settings.region(of: try AWSProfiles(settings.environment))
            } catch {
                region = nil
            }
            known = .some(region)
            return region
        }
    }

    private func look() async {
        let outcome: Result<ExpiringCredentials, AccessError>
        do throws(AccessError) {
            outcome = .success(try await CredentialChain(settings).credentials())
        } catch {
            outcome = .failure(error)
        }
        let now = settings.timing.now()
        for waiter in state.withLock({ $0.ended(outcome, at: now) }) { waiter.resume() }
    }

    /// Returns when a search has ended, or the task is cancelled.
    private func wait(for search: Int) async {
        let waiter = state.withLock { $0.newWaiter() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { !Task.isCancelled && $0.wait(waiter, search: search, continuation) }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.forget(waiter) }?.resume()
        }
    }
}
