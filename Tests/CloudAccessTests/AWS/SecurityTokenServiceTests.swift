import Foundation
import Signing
import TestSupport
import Testing

@testable import CloudAccess

/// Roles that moto lets assume.
@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)"))
struct SecurityTokenServiceTests {
    /// A role that may read secrets and assume roles, and that the principal given may assume.
    private func role(_ moto: MotoServer, _ name: String, for principal: String) throws -> String {
        let trust = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "\(principal)"}}]}
            """
        let policy = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
             "Action": ["secretsmanager:*", "sts:*"]}]}
            """
        let made = try moto.call("iam", "create_role", ["RoleName": name, "AssumeRolePolicyDocument": trust])
        try moto.call("iam", "put_role_policy", ["RoleName": name, "PolicyName": "p", "PolicyDocument": policy])
        return try #require((made["Role"] as? [String: Any])?["Arn"] as? String)
    }

    @Test func `a chain of roles ends in credentials that work`() async throws {
        let moto = try MotoServer.checking.get()
        let first = try role(moto, "chain-first", for: "arn:aws:iam::123456789012:user/everything")
        let second = try role(
            moto, "chain-second", for: "arn:aws:sts::123456789012:assumed-role/chain-first/nightly")
        try moto.call("secretsmanager", "create_secret", ["Name": "chained", "SecretString": "seen"])
        try await withTemporaryFolder { folder in
            let config = """
                [profile outer]
                role_arn = \(second)
                source_profile = inner
                [profile inner]
                role_arn = \(first)
                role_session_name = nightly
                source_profile = keys
                [profile keys]
                aws_access_key_id = \(moto.user.accessKeyID)
                aws_secret_access_key = \(moto.user.secretAccessKey)
                """
            try write(config, to: folder + "/config")
            let access = AccessBench().access([
                "AWS_CONFIG_FILE": folder + "/config", "AWS_PROFILE": "outer", "AWS_ENDPOINT_URL": moto.url,
                "AWS_REGION": MotoServer.region,
            ])
            #expect(try await access.secret("chained") == "seen")
            let credentials = try await access.credentials()
            #expect(credentials.accessKeyID.hasPrefix("ASIA"))
            #expect(credentials.sessionToken != nil)
        }
    }

    @Test func `a refusal says who may not do what`() async throws {
        let moto = try MotoServer.checking.get()
        let user = try moto.newUser(
            "nobody",
            policy: #"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#)
        let role = try role(moto, "refused", for: "arn:aws:iam::123456789012:user/everything")
        let tokens = try SecurityTokenService(
            AccessBench().settings(["AWS_ENDPOINT_URL": moto.url]), region: MotoServer.region)
        func attempt(_ secret: String) async -> AccessError? {
            let credentials = AWSCredentials(accessKeyID: user.accessKeyID, secretAccessKey: secret)
            return await failure { () throws(AccessError) in
                try await tokens.assume(AssumedRole(role), with: credentials)
            }
        }
        let denied = await attempt(user.secretAccessKey)
        #expect(denied?.kind == .denied)
        #expect(
            denied?.message == """
                cannot assume the role \(role): AccessDenied: User: arn:aws:iam::123456789012:user/nobody is not \
                authorized to perform: sts:AssumeRole
                """)
        #expect(denied?.hint?.hasPrefix("the role has to trust who assumes it") == true)
        let wrong = await attempt("wrong")
        #expect(wrong?.kind == .denied)
        #expect(wrong?.message.hasPrefix("cannot assume the role \(role): SignatureDoesNotMatch: The request") == true)
        #expect(wrong?.hint == "check the secret access key, and that the clock of this machine is right")
    }

    @Test func `a token of another provider is enough`() async throws {
        let moto = try MotoServer.trusting.get()
        try await withTemporaryFolder { folder in
            try write("a.b.c", to: folder + "/token")
            let access = AccessBench().access([
                "AWS_WEB_IDENTITY_TOKEN_FILE": folder + "/token", "AWS_ENDPOINT_URL": moto.url,
                "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod", "AWS_ROLE_SESSION_NAME": "pod-1",
            ])
            let credentials = try await access.credentials()
            #expect(credentials.accessKeyID.hasPrefix("ASIA"))
            #expect(credentials.sessionToken != nil)
        }
    }

    @Test func `a token is not told when it is refused`() async throws {
        let server = try RecordingServer { request, _ in
            let text = """
                <ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>bad: id-token</Message></Error></ErrorResponse>
                """
            return .init(status: "400 Bad Request", text: text)
        }
        let tokens = try SecurityTokenService(
            AccessBench().settings(["AWS_ENDPOINT_URL": server.url()]), region: nil)
        let refusal = await failure { () throws(AccessError) in
            try await tokens.assume(AssumedRole("arn", name: "n"), webIdentityToken: "id-token")
        }
        #expect(
            refusal
                == AccessError(
                    .configuration, "cannot assume the role arn: InvalidIdentityToken: bad: ***",
                    hint: "the role has to trust the identity provider, and the token has to be valid"))
        #expect(server.requests.count == 1)
    }

    @Test func `an answer without credentials is an error`() async throws {
        for text in ["<AssumeRoleResponse/>", "hush", ""] {
            let server = try RecordingServer { _, _ in .init(text: text) }
            let tokens = try SecurityTokenService(
                AccessBench().settings(["AWS_ENDPOINT_URL": server.url()]), region: nil)
            let strange = await failure { () throws(AccessError) in
                try await tokens.assume(
                    AssumedRole("arn"), with: AWSCredentials(accessKeyID: "a", secretAccessKey: "b"))
            }
            #expect(
                strange == AccessError(.unavailable, "the role arn was assumed, but the answer holds no credentials"))
        }
    }
}
