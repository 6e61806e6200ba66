import Signing
import TestSupport
import Testing

@testable import CloudAccess

/// Secrets and parameters that lie in moto, which checks signatures and policies.
@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)"))
struct StoredSecretTests {
    private func access(_ moto: MotoServer, _ user: MotoServer.User? = nil) -> AWSAccess {
        let user = user ?? moto.user
        return AccessBench().access([
            "AWS_ACCESS_KEY_ID": user.accessKeyID, "AWS_SECRET_ACCESS_KEY": user.secretAccessKey,
            "AWS_REGION": MotoServer.region, "AWS_ENDPOINT_URL": moto.url,
        ])
    }

    @Test func `secrets are read by name and by ARN`() async throws {
        let moto = try MotoServer.checking.get()
        let made = try moto.call(
            "secretsmanager", "create_secret", ["Name": "stored/Zoë", "SecretString": #"{"key": "välue\n"}"#])
        try moto.call(
            "secretsmanager", "create_secret", ["Name": "stored/binary", "SecretBinary": ["base64": "/wAB"]])
        #expect(try await access(moto).secret("stored/Zoë") == #"{"key": "välue\n"}"#)
        let arn = try #require(made["ARN"] as? String)
        #expect(try await access(moto).secret(arn) == #"{"key": "välue\n"}"#)
        #expect(try await access(moto).secretBytes("stored/binary") == [0xFF, 0, 1])
    }

    @Test func `parameters are read and decrypted`() async throws {
        let moto = try MotoServer.checking.get()
        try moto.call("ssm", "put_parameter", ["Name": "/stored/plain", "Value": "p", "Type": "String"])
        try moto.call("ssm", "put_parameter", ["Name": "/stored/secure", "Value": "s", "Type": "SecureString"])
        #expect(try await access(moto).parameter("/stored/plain") == "p")
        #expect(try await access(moto).parameter("/stored/secure") == "s")
        let arn = "arn:aws:ssm:us-east-1:123456789012:parameter/stored/secure"
        #expect(try await access(moto).parameter(arn) == "s")
    }

    @Test func `what is not there is not found`() async throws {
        let moto = try MotoServer.checking.get()
        let secret = await failure { () throws(AccessError) in try await access(moto).secret("stored/none") }
        #expect(secret?.kind == .notFound)
        #expect(
            secret?.message.hasPrefix(
                "the secret `stored/none` does not exist in us-east-1: ResourceNotFoundException: Secrets Manager")
                == true)
        #expect(secret?.hint == "check the name, and the region in AWS_REGION")
        let parameter = await failure { () throws(AccessError) in try await access(moto).parameter("/stored/none") }
        #expect(parameter?.kind == .notFound)
        #expect(parameter?.message.hasPrefix("the parameter `/stored/none` does not exist in us-east-1: ") == true)
    }

    @Test func `what is not allowed is named`() async throws {
        let moto = try MotoServer.checking.get()
        let user = try moto.newUser(
            "lister",
            policy: """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
                 "Action": "secretsmanager:ListSecrets"}]}
                """)
        let secret = await failure { () throws(AccessError) in try await access(moto, user).secret("any") }
        #expect(secret?.kind == .denied)
        #expect(
            secret?.message.hasPrefix(
                "the secret `any` cannot be read, secretsmanager:GetSecretValue is not allowed: AccessDenied")
                == true)
        #expect(
            secret?.hint == """
                allow secretsmanager:GetSecretValue on the secret, and kms:Decrypt where it is encrypted with a key of \
                your own
                """)
        let parameter = await failure { () throws(AccessError) in try await access(moto, user).parameter("/any") }
        #expect(
            parameter?.message.hasPrefix("the parameter `/any` cannot be read, ssm:GetParameter is not allowed: ")
                == true)
        var wrong = user
        wrong.secretAccessKey = "wrong"
        let refused = await failure { () throws(AccessError) in try await access(moto, wrong).secret("any") }
        #expect(refused?.kind == .denied)
        #expect(refused?.hint == "check the secret access key, and that the clock of this machine is right")
    }
}
