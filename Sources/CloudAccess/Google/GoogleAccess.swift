package import HTTPClient

/// The tokens that Google's services want to see.
///
/// They come from the first of these places: the key of a service account in a file (GOOGLE_SERVICE_ACCOUNT) or as text
/// (GOOGLE_SERVICE_ACCOUNT_KEY), a file that GOOGLE_APPLICATION_CREDENTIALS names, what `gcloud auth
/// application-default login` left, and the metadata server of the machine. Nothing is read or requested before the
/// first use.
package final class GoogleAccess: Sendable {
    /// What a token allows to be done with, as far as its account is allowed to do it.
    static let scope = "https://www.googleapis.com/auth/devstorage.read_write"

    private let variables: Variables
    private let tokens: RenewableValue<AccessToken>

    /// Tokens for what the variables of an environment name.
    package init(environment: [String: String], session: HTTPSession, timing: AccessTiming = AccessTiming()) {
        let variables = Variables(environment)
        let source = GoogleTokenSource(variables, session, timing)
        self.variables = variables
        tokens = RenewableValue(now: timing.now) { () throws(AccessError) in try await source.token() }
    }

    /// Whether a variable names credentials; where none does, they may still be found.
    package var isConfigured: Bool {
        variables.first(
            of: "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_KEY", "GOOGLE_APPLICATION_CREDENTIALS") != nil
    }

    /// A token that lives for some minutes more. Throws when there are no credentials or they are refused.
    package func token() async throws(AccessError) -> AccessToken {
        try await tokens.value()
    }

    /// Says that a token was refused; the next one is another, if there is another.
    package func rejected(_ token: AccessToken) {
        tokens.rejected(token)
    }
}
