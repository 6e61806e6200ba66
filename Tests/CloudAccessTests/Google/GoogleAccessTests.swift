import CloudAccess
import Crypto
import DateTime
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@Suite struct GoogleAccessTests {
    private let clock = SetClock()

    private func access(_ environment: [String: String]) -> GoogleAccess {
        GoogleAccess(environment: environment, session: testSession(), timing: clock.timing)
    }

    private func account(_ server: TokenServer, type: String = "service_account", key: String = TestKeys.rsa) -> String
    {
        let file: JSONValue = [
            "type": .string(type), "client_email": "robot@project", "private_key": .string(key), "private_key_id": "7",
            "token_uri": .string(server.url + "/token"), "client_id": "id", "client_secret": "client secret",
            "refresh_token": "refresh&token",
        ]
        return "\(file)"
    }

    private static func token(_ number: Int) -> TokenServer.Answer {
        TokenServer.Answer(text: #"{"access_token": "token-\#(number)", "expires_in": 3600}"#)
    }

    @Test func `a service account is given a token for its assertion, once`() async throws {
        let server = try TokenServer(Self.token)
        let access = access(["GOOGLE_SERVICE_ACCOUNT_KEY": account(server)])
        #expect(access.isConfigured)
        #expect(try await access.token() == AccessToken("token-1"))
        #expect(try await access.token() == AccessToken("token-1"))
        #expect(server.requests.map(\.target) == ["/token"])
        #expect(server.form(1)["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        let claims = try #require(server.form(1)["assertion"]?.split(separator: ".").dropFirst().first)
        let text = String(decoding: try #require(Base64.url.decode(claims)), as: UTF8.self)
        let parsed = try JSONValue.parse(text)
        #expect(parsed["iss"] == "robot@project")
        #expect(parsed["aud"]?.string == server.url + "/token")
        #expect(parsed["scope"] == "https://www.googleapis.com/auth/devstorage.read_write")
        access.rejected(AccessToken("token-1"))
        #expect(try await access.token() == AccessToken("token-2"))
    }

    @Test func `a file is read where a variable names one, in their order`() async throws {
        let server = try TokenServer(Self.token)
        try await withTemporaryFolder { folder in
            try write(account(server), to: folder + "/robot.json")
            for name in ["GOOGLE_SERVICE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS"] {
                _ = try await access([name: folder + "/robot.json"]).token()
            }
            try FileManager.default.createDirectory(
                atPath: folder + "/.config/gcloud", withIntermediateDirectories: true)
            try write(
                account(server, type: "authorized_user"),
                to: folder + "/.config/gcloud/application_default_credentials.json")
            _ = try await access(["HOME": folder, "GOOGLE_SERVICE_ACCOUNT": ""]).token()
            #expect(server.requests.count == 3)
            #expect(server.form(3)["refresh_token"] == "refresh&token")
            #expect(server.form(3)["client_secret"] == "client secret")
            #expect(server.form(3)["grant_type"] == "refresh_token")
            // What is named first counts, also when it is wrong.
            let error = try await failure {
                _ = try await access([
                    "GOOGLE_SERVICE_ACCOUNT": folder + "/none",
                    "GOOGLE_APPLICATION_CREDENTIALS": folder + "/robot.json",
                ]).token()
            }
            #expect(
                error
                    == AccessError(
                        .configuration, "GOOGLE_SERVICE_ACCOUNT names the file \(folder)/none, which does not exist",
                        hint: "correct GOOGLE_SERVICE_ACCOUNT"))
        }
    }

    @Test func `what holds no usable credentials is said without showing it`() async throws {
        let server = try TokenServer(Self.token)
        let cases = [
            ("{\"private_key\": \"hush", "GOOGLE_SERVICE_ACCOUNT_KEY is not the JSON text of Google credentials"),
            (
                "{\"type\": \"external_account\"}",
                "GOOGLE_SERVICE_ACCOUNT_KEY holds credentials of the type `external_account`"
            ),
            ("{}", "GOOGLE_SERVICE_ACCOUNT_KEY holds no credentials, which cannot be used"),
            ("{\"type\": \"service_account\"}", "GOOGLE_SERVICE_ACCOUNT_KEY has no `client_email`"),
            (account(server, key: "hush"), "the private key in GOOGLE_SERVICE_ACCOUNT_KEY cannot be used: "),
            (
                account(server, key: TestKeys.p256),
                "the private key in GOOGLE_SERVICE_ACCOUNT_KEY cannot be used: RS256"
            ),
        ]
        for (text, message) in cases {
            let error = try await failure { _ = try await access(["GOOGLE_SERVICE_ACCOUNT_KEY": text]).token() }
            #expect(error.kind == .configuration)
            #expect(error.message.hasPrefix(message), "\(error.message)")
            #expect(!error.message.contains("hush"))
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `the metadata server gives the token of the machine`() async throws {
        let server = try TokenServer { number in
            number == 1
                ? TokenServer.Answer(status: "503 Later", text: "")
                : TokenServer.Answer(
                    headers: ["Metadata-Flavor: Google"], text: #"{"access_token": "of-machine", "expires_in": 3000}"#)
        }
        let access = access(["GCE_METADATA_HOST": "127.0.0.1:\(server.port)"])
        #expect(!access.isConfigured)
        #expect(try await access.token() == AccessToken("of-machine"))
        #expect(server.requests.map(\.target).last == "/computeMetadata/v1/instance/service-accounts/default/token")
        #expect(server.requests.allSatisfy { $0.headers["metadata-flavor"] == "Google" })
    }

    @Test func `where there is nothing, the places are named that were looked at`() async throws {
        let port = try ScriptedServer.unusedPort()
        let error = try await failure {
            _ = try await access(["GCE_METADATA_HOST": "127.0.0.1:\(port)", "HOME": "/none"]).token()
        }
        #expect(error.kind == .denied)
        #expect(
            error.message.hasPrefix(
                "there are no credentials for Google: none of GOOGLE_SERVICE_ACCOUNT, GOOGLE_SERVICE_ACCOUNT_KEY, "
                    + "GOOGLE_APPLICATION_CREDENTIALS is set, there is no "
                    + "/none/.config/gcloud/application_default_credentials.json, and no metadata server answers: "))
        #expect(error.hint == "set GOOGLE_SERVICE_ACCOUNT to the path of a service account's key")
        let other = try TokenServer { _ in TokenServer.Answer(text: #"{"access_token": "of another"}"#) }
        let refused = try await failure {
            _ = try await access(["GCE_METADATA_HOST": "127.0.0.1:\(other.port)"]).token()
        }
        #expect(refused.message.hasSuffix("127.0.0.1:\(other.port) is not a metadata server of Google"))
    }

    @Test func `a refusal is told in Google's words, and what failed as something else`() async throws {
        let refusing = try TokenServer { _ in
            TokenServer.Answer(
                status: "400 Bad", text: #"{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}"#)
        }
        let refused = try await failure {
            _ = try await access(["GOOGLE_SERVICE_ACCOUNT_KEY": account(refusing)]).token()
        }
        #expect(
            refused
                == AccessError(
                    .denied, "Google refused the key of robot@project: invalid_grant: Invalid JWT Signature. (400)",
                    hint: "check that the key was not deleted, and that the account is enabled"))
        let failing = try TokenServer { _ in TokenServer.Answer(status: "500 Oh", text: "no JSON") }
        let failed = try await failure {
            _ = try await access(["GOOGLE_SERVICE_ACCOUNT_KEY": account(failing)]).token()
        }
        #expect(failed == AccessError(.unavailable, "Google gave no token: it answered 500"))
        #expect(failing.requests.count == 4)
        let odd = try TokenServer { _ in TokenServer.Answer(text: #"{"access_token": "two\nlines"}"#) }
        let refusedText = try await failure {
            _ = try await access(["GOOGLE_SERVICE_ACCOUNT_KEY": account(odd)]).token()
        }
        #expect(refusedText.kind == .denied)
    }

    @Test func `an assertion of another time is made again by the clock of the server`() async throws {
        let date = try #require(Timestamp(unixSeconds: clock.timing.date().unixSeconds + 7200))
        let server = try TokenServer { number in
            number == 1
                ? TokenServer.Answer(
                    status: "400 Bad", headers: ["Date: \(HTTPDate.format(date))"], text: #"{"error": "invalid_grant"}"#
                )
                : Self.token(number)
        }
        #expect(try await access(["GOOGLE_SERVICE_ACCOUNT_KEY": account(server)]).token() == AccessToken("token-2"))
    }

    @Test func `what is printed holds no token`() {
        var dumped = ""
        dump(AccessToken("hush"), to: &dumped)
        #expect(!dumped.contains("hush"))
        #expect("\(AccessToken("hush"))" == "a token")
    }
}
