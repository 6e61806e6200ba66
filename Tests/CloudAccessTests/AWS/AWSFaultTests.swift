import HTTPClient
import Testing

@testable import CloudAccess

@Suite struct AWSFaultTests {
    private func fault(_ text: String, _ status: Int = 400, _ headers: HTTPHeaders = [], hiding: [String] = [])
        -> AWSFault
    {
        AWSSender.Answer(status: status, headers: headers, body: Array(text.utf8)).fault(hiding: hiding)
    }

    @Test(arguments: [
        (#"{"__type": "com.amazonaws.x#NotHere", "Message": "gone"}"#, "NotHere: gone"),
        (#"{"__type": "NotHere", "message": "gone"}"#, "NotHere: gone"),
        (#"{"code": "NotHere:http://internal/"}"#, "NotHere"),
        (
            "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>No</Code><Message>way</Message></Error>"
                + "<RequestId>1</RequestId></ErrorResponse>", "No: way"
        ),
        ("<Response><Errors><Error><Code>No</Code></Error></Errors></Response>", "No"),
        ("<Error><Code>No</Code><Message>way</Message></Error>", "No: way"),
        ("", "HTTP 400"), ("<html>", "HTTP 400"), ("hush", "HTTP 400"), ("[]", "HTTP 400"),
    ])
    func `code and sentence are read from every form`(text: String, summary: String) {
        #expect(fault(text).summary == summary)
    }

    @Test func `the code may stand in a field`() {
        let headers: HTTPHeaders = [HTTPHeader("X-Amzn-ErrorType", "SlowDown:http://internal/")]
        #expect(fault("{}", 400, headers).summary == "SlowDown")
        #expect(fault("{}", 400, headers).isTransient)
    }

    @Test func `secrets, and what follows the first line, are not shown`() {
        let text = #"{"__type": "X", "message": "a hush b hushhus hush\nThe Canonical String was…"}"#
        #expect(fault(text, hiding: ["hush", ""]).summary == "X: a *** b ***hus ***")
        let long = String(repeating: "x", count: 500)
        #expect(fault("{\"message\": \"\(long)\"}").summary == "HTTP 400: " + long.prefix(400) + "…")
    }

    @Test func `faults are told apart`() {
        func code(_ code: String, _ status: Int = 400) -> AWSFault { fault("{\"__type\": \"\(code)\"}", status) }
        #expect(code("ThrottlingException").isTransient)
        #expect(code("", 500).isTransient)
        #expect(code("", 429).isTransient)
        #expect(!code("AccessDeniedException").isTransient)
        #expect(code("AccessDenied").isDenied)
        #expect(code("", 403).isDenied)
        #expect(!code("ValidationException").isDenied)
        #expect(code("ExpiredTokenException").refusesCredentials)
        #expect(!code("AccessDenied").refusesCredentials)
        #expect(code("SignatureDoesNotMatch").isDenied)
        #expect(!code("SignatureDoesNotMatch").refusesCredentials)
        #expect(code("RequestTimeTooSkewed").credentialHint?.hasSuffix("the clock of this machine is right") == true)
        #expect(code("ExpiredToken").credentialHint?.hasPrefix("the credentials have expired") == true)
        #expect(code("AccessDenied").credentialHint == nil)
    }
}
