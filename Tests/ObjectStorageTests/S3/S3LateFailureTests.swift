import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ObjectStorage

/// Failures behind a status of success.
@Suite struct S3LateFailureTests {
    private static func failure(_ body: () async throws -> Void) async -> StoreError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? StoreError
        }
    }

    // Completing.

    private static let completed: ScriptedS3.Answer =
        ("200 OK", [], "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>")

    /// A server that takes the parts of an upload, and answers as is said when it is to be completed; by the number of the
    /// try.
    private static func uploading(
        marks: Marks = Marks(), others: String = "", _ complete: @escaping @Sendable (Int) -> ScriptedS3.Answer
    ) throws -> ScriptedS3 {
        let tries = Tries()
        return try ScriptedS3 { _, request in
            marks.take(from: request)
            if request.method == "POST", request.target.hasSuffix("uploads=") {
                return (
                    "200 OK", [],
                    "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                )
            }
            if request.method == "POST" { return complete(tries.next()) }
            if request.method == "GET" {
                return ("200 OK", [], "<ListMultipartUploadsResult>\(others)</ListMultipartUploadsResult>")
            }
            if request.method == "HEAD" {
                return ("200 OK", [#"ETag: "1""#, "x-amz-meta-curlew-upload: \(marks.last)"], "")
            }
            return ScriptedS3.done
        }
    }

    private static func upload(to server: ScriptedS3) async throws {
        let upload = try await server.store().upload("a", as: .bytes)
        try await upload.write([UInt8](repeating: 1, count: 9))
        try await upload.publish()
    }

    private static func completions(_ server: ScriptedS3) -> Int {
        server.requests.count { $0.method == "POST" && $0.target.contains("uploadId=") }
    }

    @Test(arguments: [
        "<Error><Code>InternalError</Code></Error>", "<Error><Code>SlowDown</Code></Error>", "",
        "<html><p>Hi</p></html>",
        "<CompleteMultipartUploadRes",
    ])
    func `completing is tried again when its success is none`(body: String) async throws {
        let server = try Self.uploading { $0 == 1 ? ("200 OK", [], body) : Self.completed }
        try await Self.upload(to: server)
        #expect(Self.completions(server) == 2)
    }

    @Test func `an error that stays is a failure`() async throws {
        let server = try Self.uploading { _ in ("200 OK", [], "<Error><Code>InternalError</Code></Error>") }
        #expect(
            await Self.failure { try await Self.upload(to: server) }
                == StoreError(.unavailable, "cannot write s3://lake/a: InternalError (500) (tried 8 times)"))
    }

    @Test func `what may not be completed is a failure at once`() async throws {
        let server = try Self.uploading { _ in ("200 OK", [], "<Error><Code>AccessDenied</Code></Error>") }
        #expect(
            await Self.failure { try await Self.upload(to: server) }
                == StoreError(
                    .denied, "cannot write s3://lake/a: the credentials do not allow it: AccessDenied (403)",
                    hint: "allow s3:PutObject on s3://lake"))
        #expect(Self.completions(server) == 1)
    }

    @Test(arguments: ["404 Not Found", "200 OK"])
    func `an upload that is gone was completed when the object has its mark`(status: String) async throws {
        let gone = ScriptedS3.error(status, "NoSuchUpload")
        let other = try Self.uploading { _ in gone }
        #expect(
            await Self.failure { try await Self.upload(to: other) }
                == StoreError(.conflict, "cannot write s3://lake/a: another has taken the upload back"))
        // A HEAD cannot be given a length here without a body: the object has none.
        let marks = Marks()
        let own = try ScriptedS3 { _, request in
            marks.take(from: request)
            if request.method == "HEAD" {
                return ("200 OK", [#"ETag: "1""#, "x-amz-meta-curlew-upload: \(marks.last)"], "")
            }
            return gone
        }
        let target = try S3Upload(own.store(), "a", .bytes)
        _ = await Self.failure { _ = try await target.begin() }
        try await target.complete("u", of: [], size: 0)
    }

    // Removing.

    private static func removing(_ answers: [String]) throws -> ScriptedS3 {
        try ScriptedS3 { number, _ in
            ("200 OK", [], "<DeleteResult>\(answers[min(number, answers.count) - 1])</DeleteResult>")
        }
    }

    private static func refused(_ code: String) -> String {
        "<Error><Key>b</Key><Code>\(code)</Code><Message>no</Message></Error>"
    }

    @Test func `removing is tried again while single objects fail`() async throws {
        let server = try Self.removing([Self.refused("InternalError"), Self.refused("SlowDown"), ""])
        try await server.store().delete(["a", "b"])
        #expect(server.requests.count == 3)
    }

    @Test func `an object that may not be removed is a failure, one that is not there is none`() async throws {
        let denying = try Self.removing([Self.refused("NoSuchKey") + Self.refused("AccessDenied")])
        #expect(
            await Self.failure { try await denying.store().delete(["a", "b"]) }
                == StoreError(
                    .denied,
                    "cannot remove 2 objects in s3://lake/: the credentials do not allow it: AccessDenied (403)",
                    hint: "allow s3:DeleteObject on s3://lake"))
        let missing = try Self.removing([Self.refused("NoSuchKey")])
        try await missing.store().delete(["a"])
        #expect(missing.requests.count == 1)
    }

    // Listing.

    @Test func `a page that is no list is not taken for an empty one`() async throws {
        for body in ["", "please log in", "<html><body>please log in</body></html>"] {
            let server = try ScriptedS3 { _, _ in ("200 OK", [], body) }
            #expect(
                await Self.failure { _ = try await server.store().objects(in: "x", beginningWith: "") }
                    == StoreError(
                        .unexpected,
                        "cannot list s3://lake/x/: the store's answer is not the ListBucketResult it should be (tried 8 times)"
                    ))
        }
    }

    @Test(arguments: ["", "<NextContinuationToken>same</NextContinuationToken>"])
    func `a list that does not say where it goes on is not taken for whole`(next: String) async throws {
        let server = try ScriptedS3 { _, _ in
            ("200 OK", [], "<ListBucketResult><IsTruncated>true</IsTruncated>\(next)</ListBucketResult>")
        }
        #expect(
            await Self.failure { _ = try await server.store().objects(in: "x", beginningWith: "") }
                == StoreError(.unexpected, "cannot list s3://lake/x/: the store does not say where its list goes on"))
        let uploads = try ScriptedS3 { _, _ in
            ("200 OK", [], "<ListMultipartUploadsResult><IsTruncated>true</IsTruncated></ListMultipartUploadsResult>")
        }
        #expect(
            await Self.failure { _ = try await uploads.store().unfinishedUploads(in: "x", beginningWith: "") }?.kind
                == .unexpected)
    }
}

/// The mark that a request had last.
final class Marks: Sendable {
    private let mark = Mutex("")

    var last: String { mark.withLock { $0 } }

    func take(from request: ScriptedPeer.Request) {
        if let text = request.headers["x-amz-meta-curlew-upload"] { mark.withLock { $0 = text } }
    }
}

private final class Tries: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
