internal import Signing

/// Credentials that stand in the environment.
struct EnvironmentCredentials: Sendable {
    private let environment: AWSEnvironment

    init(_ environment: AWSEnvironment) {
        self.environment = environment
    }

    /// Throws when there is one half of a key only.
    func find() throws(AccessError) -> Finding {
        switch (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) {
        case (let id?, let secret?):
            return .found(
                ExpiringCredentials(
                    AWSCredentials(
                        accessKeyID: id, secretAccessKey: secret, sessionToken: environment["AWS_SESSION_TOKEN"])))
        case (_?, nil):
            throw AccessError(.configuration, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        case (nil, _?):
            throw AccessError(.configuration, "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not")
        case (nil, nil):
            return .nothing("AWS_ACCESS_KEY_ID is not set")
        }
    }
}
