import Testing

@testable import CloudAccess

@Suite struct ProfileFileTests {
    private func profiles(_ text: String, _ kind: ProfileFile.Kind = .config) throws -> [String: [String: String]] {
        try ProfileFile(text, kind, path: "/home/me/.aws/config").profiles
    }

    @Test func `sections, comments and deeper lines are understood`() throws {
        let text = """
            # a comment
            ; and another
            [default]
            region = us-east-1   # the near one
            output=json;kept
            s3 =
              max_concurrent_requests = 20
              region = no

            [ profile  "with space" ] ; trailing
              Role_Arn = arn:aws:iam::1:role/x=y
              source_profile = default
            [profile empty]
            [sso-session work]
            region = elsewhere
            [plain]
            region = ignored
            [default]
            output = text
            """
        #expect(
            try profiles(text) == [
                "default": ["region": "us-east-1", "output": "text", "s3": ""],
                "with space": ["role_arn": "arn:aws:iam::1:role/x=y", "source_profile": "default"],
                "empty": [:],
            ])
    }

    @Test func `in the file with credentials the word profile is part of the name`() throws {
        let text = "\u{FEFF}[build]\r\naws_access_key_id = AKID\r\naws_secret_access_key = a/b+c#d=\r\n[profile x]\r\n"
        #expect(
            try profiles(text, .credentials) == [
                "build": ["aws_access_key_id": "AKID", "aws_secret_access_key": "a/b+c#d="], "profile x": [:],
            ])
    }

    @Test func `the prefixed default is preferred`() throws {
        #expect(
            try profiles("[default]\na=1\nb=1\n[profile default]\na=2\n[default]\nc=3\n") == ["default": ["a": "2"]])
    }

    @Test(arguments: [
        ("secret = 1\n", "line 1 stands before any section"), ("[a]\n\nsecret", "line 3 is no `name = value`"),
        ("[default\nx=1", "line 1 has no closing bracket"),
    ])
    func `what is none of it is an error without its text`(text: String, fault: String) {
        #expect(throws: AccessError(.configuration, "/home/me/.aws/config: \(fault)")) { try profiles(text) }
    }
}
