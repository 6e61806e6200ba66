import CloudAccess
import DateTime
import HTTPClient
import Signing
import TestSupport
import Testing

@Suite struct AzureAccessTests {
    private let clock = SetClock()

    private func access(_ environment: [String: String]) -> AzureAccess {
        AzureAccess(environment: environment, session: testSession(), timing: clock.timing)
    }

    private static func token(_ number: Int) -> TokenServer.Answer {
        TokenServer.Answer(text: #"{"access_token": "token-\#(number)", "expires_in": "3600"}"#)
    }

    @Test func `the account's key is used where there is one`() async throws {
        let key = try #require(SharedKey(account: "account", key: "aHVzaA=="))
        for name in ["AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_KEY"] {
            let access = access(["AZURE_STORAGE_ACCOUNT_NAME": "account", name: "aHVzaA=="])
            #expect(try access.account() == "account")
            #expect(try await access.credentials() == .sharedKey(key))
        }
        let nameless = try await failure {
            _ = try await access(["AZURE_STORAGE_ACCOUNT_KEY": "aHVzaA=="]).credentials()
        }
        #expect(
            nameless
                == AccessError(
                    .configuration, "AZURE_STORAGE_ACCOUNT_KEY is set, and nothing says which account the key is of",
                    hint: "set AZURE_STORAGE_ACCOUNT_NAME"))
        let odd = try await failure {
            _ = try await access(["AZURE_STORAGE_ACCOUNT_NAME": "a", "AZURE_STORAGE_ACCOUNT_KEY": "hush!"])
                .credentials()
        }
        #expect(
            odd
                == AccessError(
                    .configuration, "the account key in AZURE_STORAGE_ACCOUNT_KEY is not base64, as Azure shows keys",
                    hint: "copy it again, whole"))
    }

    @Test func `a shared access signature is used with or without its question mark`() async throws {
        for name in ["AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY"] {
            #expect(try await access([name: "?sv=1&sig=a%2B"]).credentials() == .sharedAccessSignature("sv=1&sig=a%2B"))
            #expect(try await access([name: "sv=1&sig=a%2B"]).credentials() == .sharedAccessSignature("sv=1&sig=a%2B"))
        }
        let error = try await failure { _ = try await access(["AZURE_STORAGE_SAS_TOKEN": "hush"]).credentials() }
        #expect(error.kind == .configuration)
        #expect(!error.message.contains("hush"))
        #expect("\(AzureCredentials.sharedAccessSignature("hush"))" == "a shared access signature")
    }

    @Test func `a connection string says all at once`() async throws {
        let text =
            "DefaultEndpointsProtocol=https;AccountName=account;AccountKey=aHVzaA==;EndpointSuffix=core.windows.net"
        let whole = access(["AZURE_STORAGE_CONNECTION_STRING": text])
        #expect(try whole.account() == "account")
        #expect(try whole.endpoint()?.text == "https://account.blob.core.windows.net")
        let key = try #require(SharedKey(account: "account", key: "aHVzaA=="))
        #expect(try await whole.credentials() == .sharedKey(key))
        let signed = access([
            "AZURE_STORAGE_CONNECTION_STRING": "BlobEndpoint=http://localhost:1/a;SharedAccessSignature=sv=1&sig=x%3D"
        ])
        #expect(try signed.endpoint()?.text == "http://localhost:1/a")
        #expect(try await signed.credentials() == .sharedAccessSignature("sv=1&sig=x%3D"))
        let error = try await failure {
            _ = try await access(["AZURE_STORAGE_CONNECTION_STRING": "hush"]).credentials()
        }
        #expect(
            error
                == AccessError(
                    .configuration, "AZURE_STORAGE_CONNECTION_STRING is no connection string: it is `Name=value;…`"))
    }

    @Test func `a client is given a token for its secret, once`() async throws {
        let server = try TokenServer(Self.token)
        for prefix in ["AZURE_STORAGE", "AZURE"] {
            let access = access([
                "\(prefix)_CLIENT_ID": "client", "\(prefix)_CLIENT_SECRET": "s&cret", "\(prefix)_TENANT_ID": "tenant",
                "AZURE_AUTHORITY_HOST": server.url + "/",
            ])
            let first = try await access.credentials()
            #expect(try await access.credentials() == first)
        }
        #expect(server.requests.map(\.target) == ["/tenant/oauth2/v2.0/token", "/tenant/oauth2/v2.0/token"])
        #expect(
            server.form(1) == [
                "grant_type": "client_credentials", "client_id": "client", "client_secret": "s&cret",
                "scope": "https://storage.azure.com/.default",
            ])
    }

    @Test func `a token that was refused is replaced`() async throws {
        let server = try TokenServer(Self.token)
        let access = access([
            "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "secret", "AZURE_TENANT_ID": "tenant",
            "AZURE_AUTHORITY_HOST": server.url,
        ])
        let first = try await access.credentials()
        access.rejected(first)
        #expect(try await access.credentials() == .token(AccessToken("token-2")))
        access.rejected(first)
        #expect(try await access.credentials() == .token(AccessToken("token-2")))
    }

    @Test func `a federated token takes the place of a secret`() async throws {
        let server = try TokenServer(Self.token)
        try await withTemporaryFolder { folder in
            try write("federated\n", to: folder + "/token")
            _ = try await access([
                "AZURE_CLIENT_ID": "client", "AZURE_TENANT_ID": "tenant", "AZURE_AUTHORITY_HOST": server.url,
                "AZURE_FEDERATED_TOKEN_FILE": folder + "/token",
            ]).credentials()
        }
        #expect(server.form(1)["client_assertion"] == "federated")
        #expect(server.form(1)["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    }

    @Test func `half a client is refused`() async throws {
        let error = try await failure {
            _ = try await access(["AZURE_CLIENT_SECRET": "hush", "AZURE_CLIENT_ID": "a"]).credentials()
        }
        #expect(
            error
                == AccessError(
                    .configuration, "AZURE_CLIENT_SECRET is set, and its tenant is not",
                    hint: "set AZURE_STORAGE_CLIENT_ID and AZURE_STORAGE_TENANT_ID, too"))
    }

    @Test func `a machine's identity is asked for as its host wants it`() async throws {
        let server = try TokenServer { number in
            number == 1 ? TokenServer.Answer(status: "410 Updating", text: "") : Self.token(number)
        }
        _ = try await access(["AZURE_POD_IDENTITY_AUTHORITY_HOST": server.url + "/", "AZURE_CLIENT_ID": "mine"])
            .credentials()
        #expect(server.requests.count == 2)
        #expect(
            server.requests[1].target
                == "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fstorage.azure.com%2F"
                + "&client_id=mine")
        #expect(server.requests[1].headers["metadata"] == "true")

        let end = clock.timing.date().unixSeconds + 3600
        let function = try TokenServer { number in
            TokenServer.Answer(text: #"{"access_token": "token-\#(number)", "expires_on": "\#(end)"}"#)
        }
        let access = access(["IDENTITY_ENDPOINT": function.url + "/msi/token", "IDENTITY_HEADER": "header secret"])
        #expect(try await access.credentials() == .token(AccessToken("token-1")))
        #expect(
            function.requests[0].target
                == "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F")
        #expect(function.requests[0].headers["x-identity-header"] == "header secret")
        clock.advance(by: .seconds(3301))
        #expect(try await access.credentials() == .token(AccessToken("token-2")))
    }

    @Test func `where there is nothing, the places are named that were looked at`() async throws {
        let port = try ScriptedServer.unusedPort()
        let error = try await failure {
            _ = try await access(["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:\(port)"]).credentials()
        }
        #expect(error.kind == .denied)
        #expect(
            error.message.hasPrefix(
                "there are no credentials for Azure: none of AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_ACCOUNT_KEY, "
                    + "AZURE_STORAGE_SAS_TOKEN and AZURE_STORAGE_CLIENT_SECRET is set, and the machine has no identity: "
            ))
        #expect(
            error.hint
                == "set AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN, or AZURE_STORAGE_CLIENT_ID with "
                + "AZURE_STORAGE_CLIENT_SECRET and AZURE_STORAGE_TENANT_ID")
    }

    @Test func `a refusal is told in Microsoft's words`() async throws {
        let server = try TokenServer { _ in
            TokenServer.Answer(
                status: "401 No",
                text: #"{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid.\r\nTrace ID: 1"}"#)
        }
        let error = try await failure {
            _ = try await access([
                "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "hush", "AZURE_TENANT_ID": "tenant",
                "AZURE_AUTHORITY_HOST": server.url,
            ]).credentials()
        }
        #expect(
            error
                == AccessError(
                    .denied, "Microsoft Entra refused the client client: invalid_client: AADSTS7000215: Invalid. (401)",
                    hint: "check the client, its secret, which may have expired, and the tenant"))
    }
}
