internal import Connector
internal import Synchronization

/// Shows a token that is obtained once for all requests, before it expires again, and once more when it is refused.
final class TokenAuthenticator: Authenticator {
    private let grant: any TokenGrant
    private let header: String
    private let prefix: String
    private let kept: KeptTokens
    private let secrets: Secrets
    private let shown = Mutex<Token?>(nil)

    /// Shows tokens of a grant in a header field; one that was kept is used as long as it is good, and is a secret here too.
    init(
        _ grant: any TokenGrant, _ kept: KeptTokens, _ secrets: Secrets, header: String = "Authorization",
        prefix: String = "Bearer "
    ) {
        self.grant = grant
        self.kept = kept
        self.secrets = secrets
        self.header = header
        self.prefix = prefix
    }

    func credentials(until deadline: Deadline) async throws(RequestFault) -> Credentials {
        let token = try await token(except: nil, until: deadline)
        let isNew = shown.withLock { shown in
            defer { shown = token }
            return shown != token
        }
        // Whoever obtained it may have told another source's secrets.
        if isNew { secrets.add(token.text) }
        let field = RequestDraft.NamedText(name: header, text: prefix + token.text)
        return Credentials(headers: [field], token: token)
    }

    func renew(_ refused: Credentials, until deadline: Deadline) async throws(RequestFault) {
        _ = try await token(except: refused.token, until: deadline)
    }

    /// However many ask at once, one request is sent.
    private func token(except refused: Token?, until deadline: Deadline) async throws(RequestFault) -> Token {
        var awaited: Int?
        while true {
            let now = grant.timing.now()
            switch kept.state.withLock({ $0.next(at: now, except: refused, awaited: awaited) }) {
            case .use(let token): return token
            case .fail(let fault): throw fault
            case .obtain:
                // A refresh token is spent with the request: whoever gives up waiting must not lose what replaces it.
                Task { await obtain() }
            case .wait(let attempt):
                if deadline.isPulled || Task.isCancelled { throw .stopped }
                if deadline.isOver { throw .outOfTime(resumeAfter: nil) }
                _ = await deadline.during { await self.wait(for: attempt, until: deadline.instant) }
                awaited = attempt
            }
        }
    }

    /// Carries an attempt to its end, whatever becomes of those who wait for it. The policy bounds each of its requests,
    /// how often they are repeated, and the waits between them.
    private func obtain() async {
        let outcome: Result<Token, RequestFault>
        do throws(RequestFault) {
            outcome = .success(try await grant.token(until: Deadline()))
        } catch {
            outcome = .failure(error)
        }
        for waiter in kept.state.withLock({ $0.ended(outcome) }) { waiter.resume() }
    }

    /// Returns when an attempt has ended, the instant has come, or the task is cancelled.
    private func wait(for attempt: Int, until instant: ContinuousClock.Instant?) async {
        guard let instant else { return await wait(for: attempt) }
        await withTaskGroup { group in
            group.addTask { await self.wait(for: attempt) }
            group.addTask { try? await Task.sleep(until: instant, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when an attempt has ended, or the task is cancelled.
    private func wait(for attempt: Int) async {
        let waiter = kept.state.withLock { $0.newWaiter() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = kept.state.withLock { !Task.isCancelled && $0.wait(waiter, attempt: attempt, continuation) }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            kept.state.withLock { $0.forget(waiter) }?.resume()
        }
    }
}
