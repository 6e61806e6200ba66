internal import Signing

/// What a place has.
enum Finding: Sendable {
    case found(ExpiringCredentials)
    /// Nothing, for the reason given.
    case nothing(String)
}

/// Looks for credentials in one place after the other, once.
struct CredentialChain: Sendable {
    private let settings: AWSSettings

    init(_ settings: AWSSettings) {
        self.settings = settings
    }

    /// The first there are. Throws when there are none, and when a place that should have some fails.
    func credentials() async throws(AccessError) -> ExpiringCredentials {
        if let explicit = settings.explicit { return ExpiringCredentials(explicit) }
        var reasons: [String] = []
        if let found = try EnvironmentCredentials(settings.environment).find().note(in: &reasons) { return found }
        let profiles = try AWSProfiles(settings.environment)
        let tokens = try SecurityTokenService(settings, region: settings.region(of: profiles))
        if let found = try await WebIdentity(settings, tokens).find().note(in: &reasons) { return found }
        let profile = ProfileCredentials(settings, profiles, tokens)
        if let found = try await profile.find().note(in: &reasons) { return found }
        if let found = try await ContainerCredentials(settings).find().note(in: &reasons) { return found }
        if let found = try await InstanceMetadata(settings).find().note(in: &reasons) { return found }
        throw AccessError(
            .denied, "there are no credentials for AWS: " + reasons.joined(separator: "; "),
            hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, "
                + "or give the machine, the container or the function a role")
    }
}

extension Finding {
    /// The credentials; where there are none the reason is kept.
    fileprivate func note(in reasons: inout [String]) -> ExpiringCredentials? {
        switch self {
        case .found(let credentials): return credentials
        case .nothing(let reason):
            reasons.append(reason)
            return nil
        }
    }
}
