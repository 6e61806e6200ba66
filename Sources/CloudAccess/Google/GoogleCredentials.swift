internal import Crypto
internal import HTTPClient
internal import JSON
internal import Signing

/// What a file of credentials that Google makes holds.
enum GoogleCredentials: Sendable {
    /// A key of a service account.
    case serviceAccount(ServiceAccountAssertion, tokens: HTTPURL)
    /// What `gcloud auth application-default login` leaves: a person's permission.
    case authorizedUser(id: String, secret: String, refreshToken: String, tokens: HTTPURL)

    private static let usualTokens = "https://oauth2.googleapis.com/token"

    /// Reads the JSON text that `place` holds; throws when that is something else.
    init(_ text: String, from place: String) throws(AccessError) {
        let file: JSONValue
        do throws(JSONError) {
            file = try JSONValue.parse(text)
        } catch {
            // The error of the parser would show a part of the text.
            throw AccessError(
                .configuration, "\(place) is not the JSON text of Google credentials (wrong at byte \(error.offset))")
        }
        func value(_ name: String) throws(AccessError) -> String {
            guard let value = file[name]?.string, !value.isEmpty else {
                throw AccessError(.configuration, "\(place) has no `\(name)`", hint: "make and download a new key")
            }
            return value
        }
        let tokens: HTTPURL
        do throws(HTTPError) {
            tokens = try HTTPURL(file["token_uri"]?.string ?? Self.usualTokens)
        } catch {
            throw AccessError(.configuration, "the token_uri of \(place) is no URL: \(error)")
        }
        switch file["type"]?.string {
        case "service_account":
            let (account, key) = (try value("client_email"), try value("private_key"))
            do throws(CryptoError) {
                let assertion = try ServiceAccountAssertion(
                    account: account, privateKey: key, keyID: file["private_key_id"]?.string,
                    audience: tokens.description)
                self = .serviceAccount(assertion, tokens: tokens)
            } catch {
                throw AccessError(
                    .configuration, "the private key in \(place) cannot be used: \(error)",
                    hint: "make and download a new key of \(account)")
            }
        case "authorized_user":
            self = .authorizedUser(
                id: try value("client_id"), secret: try value("client_secret"),
                refreshToken: try value("refresh_token"), tokens: tokens)
        case let type:
            let found = type.map { "credentials of the type `\($0.prefix(40))`" } ?? "no credentials"
            throw AccessError(
                .configuration, "\(place) holds \(found), which cannot be used",
                hint: "use the key of a service account, or what `gcloud auth application-default login` leaves")
        }
    }
}
