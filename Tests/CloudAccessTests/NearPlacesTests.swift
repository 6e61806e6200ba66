import CloudAccess
import Foundation
import HTTPClient
import Signing
import TestSupport
import Testing

/// Where machines and containers have their credentials, a proxy has another machine, or its own.
@Suite(.timeLimit(.minutes(1))) struct NearPlacesTests {
    /// Proxies are named by the environment, which is a program's as a whole; hence a program of its own.
    @Test func `credentials of the machine are not asked for through a proxy`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try RecordingServer { _, _ in .init(status: "502 Bad Gateway") }
            let near = try RecordingServer { request, _ in
                .init(
                    headers: ["Metadata-Flavor: Google"],
                    text: request.method == "PUT"
                        ? "token"
                        : request.target.hasSuffix("security-credentials/")
                            ? "role"
                            : """
                            {"AccessKeyId": "AKID", "SecretAccessKey": "hush", "access_token": "token", "expires_in": 3600}
                            """)
            }
            for name in ["http_proxy", "all_proxy"] { setenv(name, proxy.url(), 1) }
            let session = HTTPSession(.init(userAgent: "curlew/test"))
            for variable in ["AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
                let access = AWSAccess(environment: [variable: near.url("/x")], session: session)
                try #require(try await access.credentials().accessKeyID == "AKID")
            }
            let host = String(near.url().dropFirst("http://".count))
            _ = try await GoogleAccess(environment: ["GCE_METADATA_HOST": host], session: session).token()
            for variables in [
                ["AZURE_POD_IDENTITY_AUTHORITY_HOST": near.url()],
                ["IDENTITY_ENDPOINT": near.url("/token"), "IDENTITY_HEADER": "x"],
            ] {
                _ = try await AzureAccess(environment: variables, session: session).credentials()
            }
            try #require(near.requests.count == 7)
            try #require(proxy.targets == [])
            let far = HTTPRequest(.get, try HTTPURL("http://birds.invalid/"))
            _ = try await session.response(to: far)
            try #require(proxy.targets == ["GET http://birds.invalid/"])
        }
    }
}
