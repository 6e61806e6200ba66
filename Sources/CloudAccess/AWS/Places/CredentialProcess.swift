/// Credentials that a program prints, as `credential_process` of a profile names it:
///
///     {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, "Expiration": …}
///
/// A shell starts it; what it has to say to a person goes to the standard error.
struct CredentialProcess: Sendable {
    let command: String
    let profile: String
    let settings: AWSSettings

    /// Throws when the program fails, prints something else, or takes too long. Shows nothing of what it printed.
    func credentials() async throws(AccessError) -> ExpiringCredentials {
        let process = ChildProcess(command: command, environment: settings.environment.variables)
        let output: [UInt8]
        do throws(ChildProcess.Fault) {
            output = try await process.output(within: settings.timing.processTimeout)
        } catch {
            throw failure(error.reason)
        }
        do throws(ExpiringCredentials.Fault) {
            return try ExpiringCredentials(json: output, version: 1)
        } catch {
            throw failure("printed something that \(error.reason)")
        }
    }

    private func failure(_ reason: String) -> AccessError {
        AccessError(
            .denied, "the `credential_process` of the profile `\(profile)` \(reason)",
            hint: "run it by hand: it has to print credentials as one JSON object")
    }
}
