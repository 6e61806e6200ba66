internal import Connector
internal import HTTPClient
internal import Synchronization
internal import Templates

/// Sends a connector's requests: with its credentials, at its pace, again where that helps.
///
/// One for each connector that is read; any task may use it.
final class Requester: Sendable {
    let policy: HTTPPolicy
    let environment: SourceEnvironment
    let timing: Timing
    private let transport: any Transport
    private let gate: RateGate?
    private let scope: CredentialScope
    private let authenticator: any Authenticator

    /// A requester for a connector. In `context` the configuration is set; throws when it lacks what the authentication
    /// needs.
    convenience init(
        _ definition: ConnectorDefinition, in context: TemplateContext, baseURL: HTTPURL, transport: any Transport,
        environment: SourceEnvironment, tokens kept: KeptTokens = KeptTokens(), timing: Timing = .system
    ) throws(Failure) {
        // A recording has no limits, and is not made to wait.
        let isReplay = if case .replay = environment.rehearsal { true } else { false }
        let timing = isReplay ? timing.withoutWaiting : timing
        // Tokens come from servers that have neither the connector's limits nor its credentials.
        var policy = definition.http
        policy.rateLimit = RateLimit()
        let tokens = Requester(policy, transport: transport, environment: environment, timing: timing)
        self.init(
            definition.http, transport: transport, environment: environment, timing: timing,
            scope: CredentialScope(definition, in: context, baseURL: baseURL),
            authenticator: try definition.authentication.authenticator(in: context, tokensFrom: tokens, kept))
    }

    /// A requester from its parts; without an authenticator, its requests carry no credentials.
    init(
        _ policy: HTTPPolicy, transport: any Transport, environment: SourceEnvironment, timing: Timing = .system,
        scope: CredentialScope = CredentialScope(), authenticator: any Authenticator = FixedCredentials()
    ) {
        self.policy = policy
        self.transport = transport
        self.environment = environment
        self.timing = timing
        self.scope = scope
        self.authenticator = authenticator
        gate = timing.waits ? RateGate(policy.rateLimit, activity: environment.activity, timing: timing) : nil
    }

    /// Sends a request until there is an answer, of whatever status. Bodies of at most `limit` bytes are whole.
    ///
    /// Where no answer came it is sent again, as the policy says, if the server cannot have seen it or the request may be
    /// repeated; and once with new credentials, where those it had were refused.
    func answer(
        to draft: RequestDraft, retries: inout Retries, collecting limit: Int, until deadline: Deadline
    ) async throws(RequestFault) -> Answer {
        let url = try Self.url(of: draft)
        let isCovered = scope.covers(url)
        while true {
            try await gate?.pass(until: deadline)
            let credentials = isCovered ? try await authenticator.credentials(until: deadline) : nil
            var request = try RequestFault.of { () throws(Failure) in
                try HTTPRequest(draft, to: url, credentials, secrets: environment.secrets)
            }
            bound(&request, by: deadline)
            switch try await send(request, collecting: limit, until: deadline) {
            case .failure(let error): try await recover(from: error, of: draft, &retries, until: deadline)
            case .success(let answer):
                let mayTrust = scope.covers(answer.head.url)
                if mayTrust { gate?.note(answer.head) }
                guard answer.head.status == 401, mayTrust, let credentials, credentials.canBeRenewed,
                    retries.mayRenewCredentials()
                else { return answer }
                log(.info, "\(draft.method.rawValue) \(url.redacted): the credentials were refused and are renewed")
                try await authenticator.renew(credentials, until: deadline)
                environment.activity.countRetry()
            }
        }
    }

    /// One attempt. A pulled deadline ends it.
    private func send(
        _ request: HTTPRequest, collecting limit: Int, until deadline: Deadline
    ) async throws(RequestFault) -> Result<Answer, HTTPError> {
        environment.activity.countRequest()
        let arrived = Arrival()
        let transport = transport
        let hasEnded: Void? = await deadline.during {
            do throws(HTTPError) {
                arrived.put(.success(try await transport.answer(to: request, collecting: limit)))
            } catch {
                arrived.put(.failure(error))
            }
        }
        guard hasEnded != nil, let outcome = arrived.take() else { throw .stopped }
        return outcome
    }

    private func bound(_ request: inout HTTPRequest, by deadline: Deadline) {
        request.timeout = policy.timeout
        request.connectTimeout = policy.connectTimeout
        request.stallTimeout = policy.timeout
        request.deadline = deadline.instant
        request.maximumBodySize = .max
        if let userAgent = policy.userAgent, request.headers["User-Agent"] == nil {
            request.headers.append(HTTPHeader("User-Agent", userAgent))
        }
    }

    private static func url(of draft: RequestDraft) throws(RequestFault) -> HTTPURL {
        do throws(HTTPError) {
            return try HTTPURL(draft.url).appending(query: draft.parameters.map { ($0.name, $0.text) })
        } catch {
            throw .failed(Failure(.config, error.description))
        }
    }

    func log(_ level: LogLevel, _ text: String) {
        environment.log(level, environment.secrets.masked(text))
    }
}

/// Where an operation leaves what it got for whoever started it.
private final class Arrival: Sendable {
    private let outcome = Mutex<Result<Answer, HTTPError>?>(nil)

    func put(_ new: consuming sending Result<Answer, HTTPError>) {
        var new: Result<Answer, HTTPError>? = new
        outcome.withLock { swap(&$0, &new) }
    }

    func take() -> Result<Answer, HTTPError>? {
        outcome.withLock { $0.take() }
    }
}
