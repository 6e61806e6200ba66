internal import CloudAccess
internal import Connector
internal import Synchronization

/// Asks Secrets Manager and Parameter Store, each secret once in the life of the process.
final class SecretKeepers: Sendable {
    private let access: AWSAccess
    private let known = Mutex<[SecretReference: [UInt8]]>([:])

    init(_ access: AWSAccess) {
        self.access = access
    }

    /// What a reference means. No error shows any of it.
    func text(of reference: SecretReference) async throws(Failure) -> [UInt8] {
        var whole = reference
        whole.member = nil
        if let secret = known.withLock({ $0[whole] }) { return try reference.pick(from: secret) }
        let secret: [UInt8]
        do throws(AccessError) {
            secret =
                switch reference.keeper {
                case .secretsManager: try await access.secretBytes(reference.name)
                case .parameterStore: Array(try await access.parameter(reference.name).utf8)
                }
        } catch {
            let mayPass = error.kind == .unavailable
            throw Failure(mayPass ? .source : .config, error.message, hint: error.hint, mayRetry: mayPass)
        }
        known.withLock { $0[whole] = secret }
        return try reference.pick(from: secret)
    }
}
