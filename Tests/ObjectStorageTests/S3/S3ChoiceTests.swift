import ObjectStorage
import Testing

/// The variables whose values are choices.
@Suite struct S3ChoiceTests {
    @Test(arguments: [
        ("CURLEW_S3_ENCRYPTION", "rot13", "CURLEW_S3_ENCRYPTION must be `AES256`, `aws:kms` or `aws:kms:dsse`"),
        (
            "AWS_REQUEST_CHECKSUM_CALCULATION", "x",
            "AWS_REQUEST_CHECKSUM_CALCULATION must be `when_supported` or `when_required`"
        ),
        ("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "yes", "AWS_VIRTUAL_HOSTED_STYLE_REQUEST must be `true` or `false`"),
    ])
    func `what is none of them is refused`(name: String, value: String, message: String) {
        let error = #expect(throws: StoreError.self) { try ObjectStores.testing([name: value]).store(at: "s3://lake") }
        #expect(error == StoreError(.configuration, message))
    }

    @Test(arguments: [
        ("CURLEW_S3_ENCRYPTION", ["", "AES256", "aws:kms", "aws:kms:dsse"]),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", ["", "when_supported", "WHEN_REQUIRED"]),
        ("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", ["", "true", "False"]),
    ])
    func `each of them is taken`(name: String, values: [String]) throws {
        for value in values { _ = try ObjectStores.testing([name: value]).store(at: "s3://lake") }
    }
}
