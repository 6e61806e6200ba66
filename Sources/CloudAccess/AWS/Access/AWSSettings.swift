internal import HTTPClient
internal import Signing

/// What credentials are looked for with.
struct AWSSettings: Sendable {
    let environment: AWSEnvironment
    /// Credentials that were given, so that none are looked for.
    let explicit: AWSCredentials?
    /// A profile that was named, instead of the one the environment names.
    let profile: String?
    /// A region that was named, likewise.
    let region: String?
    let sender: AWSSender

    var timing: AWSTiming { sender.timing }

    /// The name of the profile to use, and the variable that says so where one does.
    var profileName: (name: String, variable: String?) {
        if let profile { return (profile, nil) }
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
            if let name = environment[variable] { return (name, variable) }
        }
        return ("default", nil)
    }

    /// Whether somebody has named the profile, so that it must be there.
    var isProfileNamed: Bool { profile != nil || profileName.variable != nil }

    /// The region, as far as it can be said without reading a file.
    var namedRegion: String? {
        region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
    }

    /// The region, which a profile may name.
    func region(of profiles: AWSProfiles) -> String? {
        namedRegion ?? profiles[profileName.name]?["region"]
    }
}
