/// Credentials as a profile says they come about: keys, a role assumed with those of another profile or another place, or
/// a program.
struct ProfileCredentials: Sendable {
    private let settings: AWSSettings
    private let profiles: AWSProfiles
    private let tokens: SecurityTokenService

    init(_ settings: AWSSettings, _ profiles: AWSProfiles, _ tokens: SecurityTokenService) {
        self.settings = settings
        self.profiles = profiles
        self.tokens = tokens
    }

    /// What the chosen profile has. Throws when it was named and is not there, and when what it says does not work.
    func find() async throws(AccessError) -> Finding {
        let (name, variable) = settings.profileName
        let files = profiles.paths.joined(separator: " and ")
        guard profiles[name] != nil else {
            if !settings.isProfileNamed { return .nothing("there is no profile `default` in \(files)") }
            let origin = variable.map { ", which \($0) names," } ?? ""
            throw AccessError(.configuration, "the profile `\(name)`\(origin) is not in \(files)")
        }
        guard let found = try await credentials(of: name, for: []) else {
            return .nothing("the profile `\(name)` has no credentials")
        }
        return .found(found)
    }

    /// What a profile has; nil for nothing. `users` are the profiles that need it, the outermost first.
    private func credentials(of name: String, for users: [String]) async throws(AccessError) -> ExpiringCredentials? {
        guard let profile = profiles[name] else {
            let user = users.last.map { "the source of the profile `\($0)`" } ?? "which is used"
            throw AccessError(.configuration, "the profile `\(name)`, \(user), does not exist")
        }
        // Whoever names it as a source means its keys, even when it has a role besides.
        if !users.isEmpty, let keys = try profile.keys() { return keys }
        if users.contains(name) { throw loop(users + [name]) }
        if let arn = profile["role_arn"] { return try await role(arn, of: profile, for: users) }
        if let keys = try profile.keys() { return keys }
        if let command = profile["credential_process"] {
            return try await CredentialProcess(command: command, profile: name, settings: settings).credentials()
        }
        if profile.has(prefix: "sso_") {
            throw profile.fault(
                "signs in through IAM Identity Center, which is not supported",
                hint: "sign in with `aws sso login`, and set the variables that "
                    + "`aws configure export-credentials --profile \(name) --format env` prints")
        }
        return nil
    }

    private func role(
        _ arn: String, of profile: AWSProfiles.Profile, for users: [String]
    ) async throws(AccessError) -> ExpiringCredentials {
        if profile["mfa_serial"] != nil {
            throw profile.fault("wants a code of a second factor (`mfa_serial`), which is not supported")
        }
        let role = AssumedRole(
            arn, name: profile["role_session_name"] ?? settings.environment["AWS_ROLE_SESSION_NAME"],
            externalID: profile["external_id"], seconds: profile["duration_seconds"].flatMap { Int($0) })
        if let file = profile["web_identity_token_file"] {
            return try await WebIdentity(settings, tokens).credentials(of: role, file)
        }
        let source: ExpiringCredentials
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil):
            guard let found = try await credentials(of: name, for: users + [profile.name]) else {
                throw profile.fault("has the `source_profile` \(name), which has no credentials")
            }
            source = found
        case (nil, let place?): source = try await credentials(from: place, for: profile)
        case (nil, nil):
            throw profile.fault(
                "has a `role_arn`, but neither `source_profile`, `credential_source` nor `web_identity_token_file`")
        case (_?, _?): throw profile.fault("has both `source_profile` and `credential_source`")
        }
        return try await tokens.assume(role, with: source.credentials)
    }

    private func credentials(
        from place: String, for profile: AWSProfiles.Profile
    ) async throws(AccessError) -> ExpiringCredentials {
        let finding: Finding
        switch place {
        case "Environment": finding = try EnvironmentCredentials(settings.environment).find()
        case "EcsContainer": finding = try await ContainerCredentials(settings).find()
        case "Ec2InstanceMetadata": finding = try await InstanceMetadata(settings).find()
        default:
            throw profile.fault(
                "has an unknown `credential_source`: known are Environment, EcsContainer and Ec2InstanceMetadata")
        }
        switch finding {
        case .found(let credentials): return credentials
        case .nothing(let reason):
            throw profile.fault("has the `credential_source` \(place), where there are no credentials: \(reason)")
        }
    }

    private func loop(_ names: [String]) -> AccessError {
        let path = names.map { "`\($0)`" }.joined(separator: " → ")
        return AccessError(.configuration, "profiles have each other as their source: \(path)")
    }
}
