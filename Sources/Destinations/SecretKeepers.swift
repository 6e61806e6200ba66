internal import CloudAccess
internal import Connector
internal import Synchronization

/// Asks Secrets Manager and Parameter Store, and keeps what they say for a few minutes: invocations that follow one another
/// share it, and a key that was rotated is taken up all the same.
final class SecretKeepers: Sendable {
    /// A secret is not used for longer without being asked for again.
    private static let longest = Duration.seconds(300)

    private struct Kept {
        var secret: [UInt8]
        var askedAt: ContinuousClock.Instant
    }

    /// Asks for a whole secret.
    typealias Question = @Sendable (SecretReference) async throws(AccessError) -> [UInt8]

    private let ask: Question
    private let now: @Sendable () -> ContinuousClock.Instant
    private let kept = Mutex<[SecretReference: Kept]>([:])

    /// Keepers that are asked for whole secrets by `ask`. The time that `now` tells goes on while a process is frozen.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, ask: @escaping Question) {
        self.ask = ask
        self.now = now
    }

    /// The keepers of an AWS account.
    convenience init(_ access: AWSAccess) {
        self.init { (reference) async throws(AccessError) in
            switch reference.keeper {
            case .secretsManager: try await access.secretBytes(reference.name)
            case .parameterStore: Array(try await access.parameter(reference.name).utf8)
            }
        }
    }

    /// What a reference means. Who is asked must answer by an instant. No error shows any of it.
    func text(of reference: SecretReference, by end: ContinuousClock.Instant? = nil) async throws(Failure) -> [UInt8] {
        var whole = reference
        whole.member = nil
        let askedAt = now()
        let known = kept.withLock { kept in
            kept = kept.filter { askedAt - $0.value.askedAt < Self.longest }
            return kept[whole]?.secret
        }
        if let known { return try reference.pick(from: known) }
        let secret = try await secret(whole, by: end)
        kept.withLock { $0[whole] = Kept(secret: secret, askedAt: askedAt) }
        return try reference.pick(from: secret)
    }

    private func secret(
        _ reference: SecretReference, by end: ContinuousClock.Instant?
    ) async throws(Failure) -> [UInt8] {
        let ask = ask
        let answer = await resultInTime(by: end) { () async -> Result<[UInt8], AccessError> in
            do throws(AccessError) {
                return .success(try await ask(reference))
            } catch {
                return .failure(error)
            }
        }
        do throws(AccessError) {
            if let answer { return try answer.get() }
        } catch {
            let mayPass = error.kind == .unavailable
            throw Failure(mayPass ? .source : .config, error.message, hint: error.hint, mayRetry: mayPass)
        }
        throw Failure(
            .source, "\(reference.keeper.rawValue):\(reference.name): there was no time to ask for it", mayRetry: true)
    }

    /// Lets the next question be asked anew.
    func forget() { kept.withLock { $0 = [:] } }
}
