import Signing
import TestSupport
import Testing

@testable import CloudAccess

@Suite struct ProfileCredentialsTests {
    /// A role's credentials as STS gives them, named after the role's ARN.
    static func tokens() throws -> RecordingServer {
        try RecordingServer { request, _ in
            let action = request.text.hasPrefix("Action=AssumeRoleWith") ? "AssumeRoleWithWebIdentity" : "AssumeRole"
            let role = request.text.split(separator: "&").first { $0.hasPrefix("RoleArn=") }?.dropFirst(8) ?? ""
            let text = """
                <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><Credentials>
                <AccessKeyId>of-\(role)</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                <Expiration>2026-11-21T13:00:00Z</Expiration></Credentials></\(action)Result></\(action)Response>
                """
            return .init(text: text)
        }
    }

    private func access(_ folder: String, _ config: String, _ more: [String: String] = [:]) throws -> AWSAccess {
        try write(config, to: folder + "/config")
        let files = ["AWS_CONFIG_FILE": folder + "/config", "AWS_SHARED_CREDENTIALS_FILE": folder + "/credentials"]
        return AccessBench().access(files.merging(more) { $1 })
    }

    private func failure(_ config: String, _ more: [String: String] = [:]) async throws -> AccessError? {
        try await withTemporaryFolder { folder in await (try access(folder, config, more)).failure() }
    }

    @Test func `both files make one profile, and that with credentials counts more`() async throws {
        try await withTemporaryFolder { folder in
            try write("[p]\naws_secret_access_key = right\n", to: folder + "/credentials")
            let config = """
                [profile p]
                aws_access_key_id = AKID
                aws_secret_access_key = wrong
                aws_session_token = token
                """
            let found = try await access(folder, config, ["AWS_DEFAULT_PROFILE": "p"]).credentials()
            #expect(found == AWSCredentials(accessKeyID: "AKID", secretAccessKey: "right", sessionToken: "token"))
        }
    }

    @Test func `roles are assumed one after the other, down to keys`() async throws {
        let server = try Self.tokens()
        let config = """
            [profile leaf]
            role_arn = leaf
            source_profile = middle
            external_id = my id
            role_session_name = nightly
            duration_seconds = 900
            region = eu-west-1
            [profile middle]
            role_arn = middle
            source_profile = keys
            [profile keys]
            aws_access_key_id = AKID
            aws_secret_access_key = hush
            role_arn = unused
            source_profile = keys
            """
        try await withTemporaryFolder { folder in
            let more = ["AWS_PROFILE": "leaf", "AWS_ENDPOINT_URL": server.url()]
            let found = try await access(folder, config, more).credentials()
            #expect(found == AWSCredentials(accessKeyID: "of-leaf", secretAccessKey: "s", sessionToken: "t"))
        }
        #expect(
            server.requests.map(\.text) == [
                "Action=AssumeRole&Version=2011-06-15&RoleArn=middle&RoleSessionName=curlew-1795262400",
                "Action=AssumeRole&Version=2011-06-15&RoleArn=leaf&RoleSessionName=nightly&DurationSeconds=900"
                    + "&ExternalId=my%20id",
            ])
        let scope = "/20261121/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date"
        let authorizations = server.requests.map { $0.headers["authorization"] ?? "" }
        #expect(authorizations[0].hasPrefix("AWS4-HMAC-SHA256 Credential=AKID\(scope), "))
        #expect(authorizations[1].hasPrefix("AWS4-HMAC-SHA256 Credential=of-middle\(scope);x-amz-security-token, "))
    }

    @Test func `a profile with a role and keys uses its own keys when it is its own source`() async throws {
        let server = try Self.tokens()
        let config = "[default]\nrole_arn=r\nsource_profile=default\naws_access_key_id=A\naws_secret_access_key=B\n"
        try await withTemporaryFolder { folder in
            let found = try await access(folder, config, ["AWS_ENDPOINT_URL_STS": server.url()]).credentials()
            #expect(found.accessKeyID == "of-r")
        }
        #expect(
            server.requests.first?.headers["authorization"]?.contains("Credential=A/20261121/us-east-1/sts") == true)
    }

    @Test func `a source may be the environment or a token file`() async throws {
        let server = try Self.tokens()
        try await withTemporaryFolder { folder in
            try write("[default]\nrole_arn = env\ncredential_source = Environment\n", to: folder + "/config")
            let bench = AccessBench()
            let environment = [
                "AWS_CONFIG_FILE": folder + "/config", "AWS_ENDPOINT_URL": server.url(),
                "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hush",
            ]
            // The chain would take the keys of the environment as they are.
            let settings = bench.settings(environment)
            let tokens = try SecurityTokenService(settings, region: nil)
            let profiles = try AWSProfiles(settings.environment)
            guard case .found(let found) = try await ProfileCredentials(settings, profiles, tokens).find() else {
                Issue.record("nothing found")
                return
            }
            #expect(found.credentials.accessKeyID == "of-env")

            try write("id-token\n", to: folder + "/token")
            let config = "[default]\nrole_arn = web\nweb_identity_token_file = \(folder)/token\n"
            let web = try await access(folder, config, ["AWS_ENDPOINT_URL": server.url()]).credentials()
            #expect(web.accessKeyID == "of-web")
            #expect(server.requests.last?.text.hasSuffix("&WebIdentityToken=id-token") == true)
            #expect(server.requests.last?.headers["authorization"] == nil)
        }
    }

    @Test func `a program may give them`() async throws {
        let config = """
            [default]
            credential_process = echo "{\\"Version\\": 1, \\"AccessKeyId\\": \\"$KEY\\", \\"SecretAccessKey\\": \\"s\\"}"
            """
        try await withTemporaryFolder { folder in
            let found = try await access(folder, config, ["KEY": "from-process"]).credentials()
            #expect(found == AWSCredentials(accessKeyID: "from-process", secretAccessKey: "s"))
        }
    }

    @Test(arguments: [
        ("exit 3", "ended with the exit code 3"), ("echo secret", "printed something that is not JSON"),
        ("echo '[]'", "printed something that is not a JSON object"),
        ("echo '{\"Version\": 1}'", "printed something that has no `AccessKeyId`"),
        ("echo '{\"Version\": 2, \"AccessKeyId\": \"A\"}'", "printed something that is not of `Version` 1"),
        ("echo '{\"Version\": 1, \"AccessKeyId\": \"A\"}'", "printed something that has no `SecretAccessKey`"),
        (
            "echo '{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s\", \"Expiration\": \"x\"}'",
            "printed something that has an `Expiration` that is no date"
        ),
    ])
    func `what a program does wrong is told without what it printed`(command: String, reason: String) async throws {
        let failure = try await failure("[default]\ncredential_process = \(command)\n")
        #expect(failure?.kind == .denied)
        #expect(failure?.message == "the `credential_process` of the profile `default` \(reason)")
    }

    @Test(arguments: [
        (
            "[default]\nrole_arn=r\nsource_profile=b\n[profile b]\nrole_arn=r\nsource_profile=c\n"
                + "[profile c]\nrole_arn=r\nsource_profile=b\n",
            "profiles have each other as their source: `default` → `b` → `c` → `b`"
        ),
        (
            "[default]\nrole_arn=r\nsource_profile=default\n",
            "profiles have each other as their source: `default` → `default`"
        ),
        (
            "[default]\nrole_arn=r\nsource_profile=b\n",
            "the profile `b`, the source of the profile `default`, does not exist"
        ),
        (
            "[default]\nrole_arn=r\nsource_profile=b\n[profile b]\nregion=x\n",
            "the profile `default` has the `source_profile` b, which has no credentials"
        ),
        (
            "[default]\nrole_arn=r\n",
            "the profile `default` has a `role_arn`, but neither `source_profile`, `credential_source` nor "
                + "`web_identity_token_file`"
        ),
        (
            "[default]\nrole_arn=r\nsource_profile=b\ncredential_source=Environment\n",
            "the profile `default` has both `source_profile` and `credential_source`"
        ),
        (
            "[default]\nrole_arn=r\ncredential_source=Moon\n",
            "the profile `default` has an unknown `credential_source`: known are Environment, EcsContainer and "
                + "Ec2InstanceMetadata"
        ),
        (
            "[default]\nrole_arn=r\ncredential_source=Ec2InstanceMetadata\n",
            "the profile `default` has the `credential_source` Ec2InstanceMetadata, where there are no credentials: "
                + "AWS_EC2_METADATA_DISABLED is set"
        ),
        (
            "[default]\nrole_arn=r\nmfa_serial=m\n",
            "the profile `default` wants a code of a second factor (`mfa_serial`), which is not supported"
        ),
        (
            "[default]\nsso_session=s\n",
            "the profile `default` signs in through IAM Identity Center, which is not supported"
        ),
        (
            "[default]\naws_access_key_id=A\n",
            "the profile `default` has `aws_access_key_id`, but no `aws_secret_access_key`"
        ),
        (
            "[default]\naws_secret_access_key=hush\n",
            "the profile `default` has `aws_secret_access_key`, but no `aws_access_key_id`"
        ),
    ])
    func `what a profile says wrong is told`(config: String, message: String) async throws {
        let failure = try await failure(config)
        #expect(failure?.kind == .configuration)
        #expect(failure?.message == message)
    }

    @Test func `a profile without credentials is passed over`() async throws {
        let failure = try await failure("[profile p]\nregion = x\n", ["AWS_PROFILE": "p"])
        #expect(failure?.message.contains("; the profile `p` has no credentials; neither ") == true)
    }
}
