import DateTime
import Signing
import TestSupport
import Testing

@testable import CloudAccess

@Suite struct CredentialChainTests {
    static let keys = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hush"]

    @Test func `what was given counts more than the environment`() async throws {
        let bench = AccessBench()
        let given = AWSCredentials(accessKeyID: "given", secretAccessKey: "g")
        #expect(try await bench.access(Self.keys, credentials: given).credentials() == given)
    }

    @Test func `the environment counts more than a profile`() async throws {
        try await withTemporaryFolder { folder in
            try write("[default]\naws_access_key_id=file\naws_secret_access_key=f\n", to: folder + "/credentials")
            let file = ["AWS_SHARED_CREDENTIALS_FILE": folder + "/credentials"]
            let bench = AccessBench()
            let token = ["AWS_SESSION_TOKEN": " token "]
            let both = Self.keys.merging(file) { $1 }.merging(token) { $1 }
            #expect(
                try await bench.access(both).credentials()
                    == AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "token"))
            let alone = try await bench.access(file).credentials()
            #expect(alone == AWSCredentials(accessKeyID: "file", secretAccessKey: "f"))
        }
    }

    @Test(arguments: [
        (["AWS_ACCESS_KEY_ID": "AKID"], "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"),
        (
            ["AWS_SECRET_ACCESS_KEY": "hush", "AWS_ACCESS_KEY_ID": ""],
            "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not"
        ),
        (
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent"],
            "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"
        ),
        (
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent", "AWS_ROLE_ARN": "arn"],
            "there is no web identity token in /nonexistent"
        ),
        (
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@evil.example.com/"],
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path: it must begin with a slash"
        ),
        (
            ["AWS_PROFILE": "build"],
            "the profile `build`, which AWS_PROFILE names, is not in /nonexistent/.aws/config and "
                + "/nonexistent/.aws/credentials"
        ),
        (["AWS_CONFIG_FILE": "/"], "cannot read /: Is a directory"),
        (
            ["AWS_ENDPOINT_URL_STS": "ftp://x"],
            "AWS_ENDPOINT_URL_STS: ftp://x: not a usable URL: the scheme is neither https nor http"
        ),
    ])
    func `what is half said is an error`(environment: [String: String], message: String) async {
        let failure = await AccessBench().access(environment).failure()
        #expect(failure?.kind == .configuration)
        #expect(failure?.message == message)
    }

    @Test func `when there is nothing the error says where it was looked for`() async {
        let failure = await AccessBench().access([:]).failure()
        #expect(failure?.kind == .denied)
        #expect(
            failure?.message == """
                there are no credentials for AWS: AWS_ACCESS_KEY_ID is not set; \
                AWS_WEB_IDENTITY_TOKEN_FILE is not set; \
                there is no profile `default` in /nonexistent/.aws/config and /nonexistent/.aws/credentials; \
                neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set; \
                AWS_EC2_METADATA_DISABLED is set
                """)
        #expect(
            failure?.hint == """
                set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine, \
                the container or the function a role
                """)
    }

    @Test func `the region is the one that was given, the environment's, or the profile's`() async throws {
        try await withTemporaryFolder { folder in
            try write("[default]\nregion = eu-north-1\n[profile far]\nregion=ap-south-1\n", to: folder + "/config")
            let bench = AccessBench()
            var environment = ["AWS_CONFIG_FILE": folder + "/config"]
            #expect(await bench.access(environment).region() == "eu-north-1")
            #expect(await bench.access(environment, profile: "far").region() == "ap-south-1")
            environment["AWS_PROFILE"] = "far"
            #expect(await bench.access(environment).region() == "ap-south-1")
            environment["AWS_DEFAULT_REGION"] = "sa-east-1"
            #expect(await bench.access(environment).region() == "sa-east-1")
            environment["AWS_REGION"] = "us-west-2"
            #expect(await bench.access(environment).region() == "us-west-2")
            #expect(await bench.access(environment, region: "here").region() == "here")
            #expect(await bench.access([:]).region() == nil)
            #expect(await bench.access(["AWS_CONFIG_FILE": "/"]).region() == nil)
        }
    }

    @Test func `nothing is read before it is needed`() async throws {
        try await withTemporaryFolder { folder in
            let access = AccessBench().access(["AWS_SHARED_CREDENTIALS_FILE": folder + "/late"])
            try write("[default]\naws_access_key_id=late\naws_secret_access_key=l\n", to: folder + "/late")
            #expect(try await access.credentials().accessKeyID == "late")
        }
    }
}
