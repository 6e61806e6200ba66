import DateTime
import Foundation
import TestSupport
import Testing

@testable import ObjectStorage

/// What is done about requests that fail, and what a person reads where nothing helps.
@Suite struct S3RemedyTests {
    private static func put(_ key: String = "a", in store: S3Store) async throws(StoreError) {
        _ = try await store.put(key, [1], as: .bytes, if: .always)
    }

    private static func failure(_ body: () async throws(StoreError) -> Void) async -> StoreError? {
        do throws(StoreError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    // Credentials.

    @Test func `an expired token is renewed once`() async throws {
        let server = try ScriptedS3 { _, request in
            request.headers["x-amz-security-token"] == "t1"
                ? ScriptedS3.error("400 Bad Request", "ExpiredToken") : ScriptedS3.done
        }
        let store = try server.store(renewable: true)
        try await Self.put(in: store)
        #expect(server.requests.map { $0.headers["x-amz-security-token"] } == ["t1", "t2"])
        try await Self.put(in: store)
        #expect(server.requests.count == 3)
    }

    @Test func `a token that stays expired is a failure`() async throws {
        let server = try ScriptedS3 { _, _ in ScriptedS3.error("400 Bad Request", "ExpiredToken") }
        let store = try server.store()
        #expect(
            await Self.failure { () async throws(StoreError) in try await Self.put(in: store) }
                == StoreError(
                    .credentials,
                    "cannot write s3://lake/a: the credentials have expired or are damaged: ExpiredToken (400)",
                    hint: "get new ones"))
        #expect(server.requests.count == 1)
    }

    /// The second hears that its token has expired when the first has new credentials already: they are good.
    @Test func `requests that find a token expired do not have each other's new one renewed`() async throws {
        let (secondIsThere, firstIsRenewed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let server = try ScriptedS3 { _, request in
            let isFirst = request.target == "/lake/first"
            guard request.headers["x-amz-security-token"] == "t1" else {
                if isFirst { firstIsRenewed.signal() }
                return ScriptedS3.done
            }
            if !isFirst { secondIsThere.signal() }
            _ = (isFirst ? secondIsThere : firstIsRenewed).wait(timeout: .now() + 10)
            return ScriptedS3.error("400 Bad Request", "ExpiredToken")
        }
        let store = try server.store(renewable: true)
        async let first: Void = Self.put("first", in: store)
        async let second: Void = Self.put("second", in: store)
        try await first
        try await second
        #expect(server.requests.count == 4)
    }

    // The clock.

    private static let noon = ["Date: Fri, 29 Nov 2024 12:00:00 GMT"]

    @Test func `a clock that is 20 minutes off is corrected once, for all requests that follow`() async throws {
        let server = try ScriptedS3 { _, request in
            request.headers["x-amz-date"]?.hasPrefix("20241129T1200") == true
                ? ScriptedS3.done : ScriptedS3.error("403 Forbidden", "RequestTimeTooSkewed", Self.noon)
        }
        let store = try server.store(date: #require(Timestamp(iso8601: "2024-11-29T11:40:00Z")))
        try await Self.put(in: store)
        try await Self.put("b", in: store)
        #expect(
            server.requests.map { $0.headers["x-amz-date"]?.prefix(13) } == [
                "20241129T1140", "20241129T1200", "20241129T1200",
            ])
    }

    @Test func `a clock that cannot be corrected is named`() async throws {
        let server = try ScriptedS3 { _, _ in
            ScriptedS3.error("403 Forbidden", "RequestTimeTooSkewed", Self.noon)
        }
        let store = try server.store()
        #expect(
            await Self.failure { () async throws(StoreError) in try await Self.put(in: store) }
                == StoreError(
                    .credentials,
                    "cannot write s3://lake/a: the clock of this machine is wrong by more than 15 minutes",
                    hint: "set the clock"))
        #expect(server.requests.count == 2)
    }

    // The region.

    private static func isSigned(_ request: ScriptedPeer.Request, in region: String) -> Bool {
        request.headers["authorization"]?.contains("/\(region)/s3/") == true
    }

    @Test(arguments: [
        ("301 Moved Permanently", "PermanentRedirect", ["x-amz-bucket-region: eu-west-1"], ""),
        ("400 Bad Request", "AuthorizationHeaderMalformed", [], "<Region>eu-west-1</Region>"),
        ("400 Bad Request", "IllegalLocationConstraintException", ["x-amz-bucket-region: eu-west-1"], ""),
    ])
    func `a bucket in another region is followed there`(
        status: String, code: String, headers: [String], more: String
    ) async throws {
        let server = try ScriptedS3 { _, request in
            Self.isSigned(request, in: "eu-west-1")
                ? ScriptedS3.done : ScriptedS3.error(status, code, headers, more: more)
        }
        let store = try server.store()
        try await Self.put(in: store)
        try await Self.put("b", in: store)
        #expect(server.requests.count == 3)
    }

    @Test(arguments: ["301 Moved Permanently", "400 Bad Request"])
    func `so it is by requests whose answers have no body`(status: String) async throws {
        let server = try ScriptedS3 { _, request in
            Self.isSigned(request, in: "eu-west-1")
                ? ScriptedS3.done : (status, ["x-amz-bucket-region: eu-west-1"], "")
        }
        #expect(try await server.store().head("a")?.size == 0)
        #expect(server.requests.map(\.method) == ["HEAD", "HEAD"])
    }

    @Test func `a region that is not enough is named`() async throws {
        let server = try ScriptedS3 { _, _ in
            ScriptedS3.error("301 Moved Permanently", "PermanentRedirect", ["x-amz-bucket-region: eu-west-1"])
        }
        let store = try server.store()
        #expect(
            await Self.failure { () async throws(StoreError) in try await Self.put(in: store) }
                == StoreError(
                    .configuration, "cannot write s3://lake/a: the bucket is in the region eu-west-1",
                    hint: "set AWS_REGION=eu-west-1"))
        #expect(server.requests.count == 2)
    }

    // A busy store.

    @Test func `a busy store is given the time it asks for`() async throws {
        let server = try ScriptedS3 { number, _ in
            number < 3 ? ScriptedS3.error("503 Slow Down", "SlowDown", ["Retry-After: 7"]) : ScriptedS3.done
        }
        try await Self.put(in: server.store())
        #expect(server.sleeps == [.seconds(7), .seconds(7)])
    }

    @Test func `a store that stays busy is a failure that says how often it was tried`() async throws {
        let server = try ScriptedS3 { _, _ in ScriptedS3.error("503 Slow Down", "SlowDown") }
        let store = try server.store()
        #expect(
            await Self.failure { () async throws(StoreError) in try await Self.put(in: store) }
                == StoreError(.unavailable, "cannot write s3://lake/a: SlowDown (503) (tried 8 times)"))
        #expect(server.requests.count == 8)
    }

    @Test func `what a store cannot do is asked once`() async throws {
        let server = try ScriptedS3 { _, _ in ScriptedS3.error("501 Not Implemented", "NotImplemented") }
        let store = try server.store()
        #expect(
            await Self.failure { () async throws(StoreError) in try await Self.put(in: store) }
                == StoreError(.unexpected, "cannot write s3://lake/a: NotImplemented (501)"))
        #expect(server.requests.count == 1)
    }

    // Requests that arrive twice.

    @Test func `a condition that fails because of the same request is no conflict`() async throws {
        let server = try ScriptedS3 { _, request in
            request.method == "PUT"
                ? ScriptedS3.error("412 Precondition Failed", "PreconditionFailed") : ScriptedS3.done
        }
        let store = try server.store()
        let failure = await Self.failure { () async throws(StoreError) in
            _ = try await store.put("a", [], as: .bytes, if: .isAbsent)
        }
        #expect(failure == StoreError(.conflict, "cannot write s3://lake/a: it was changed by another"))

        let marks = Marks()
        let doubling = try ScriptedS3 { _, request in
            marks.take(from: request)
            if request.method == "PUT" { return ScriptedS3.error("412 Precondition Failed", "PreconditionFailed") }
            return ("200 OK", [#"ETag: "2""#, "x-amz-meta-curlew-upload: \(marks.last)"], "")
        }
        #expect(try await doubling.store().put("a", [], as: .bytes, if: .isAbsent) == ObjectVersion(#""2""#))
    }

    @Test func `a store that does not understand quoted tags gets them without`() async throws {
        let server = try ScriptedS3 { _, request in
            request.method == "HEAD" || request.headers["if-match"] == "1"
                ? ScriptedS3.done : ScriptedS3.error("412 Precondition Failed", "PreconditionFailed")
        }
        let store = try server.store()
        for _ in 0..<2 { _ = try await store.put("a", [], as: .json, if: .isUnchanged(ObjectVersion(#""1""#))) }
        #expect(server.requests.map { $0.headers["if-match"] } == [#""1""#, nil, "1", "1"])
        // What is changed stays changed.
        await #expect(throws: StoreError(.conflict, "cannot write s3://lake/a: it was changed by another")) {
            _ = try await store.put("a", [], as: .json, if: .isUnchanged(ObjectVersion(#""2""#)))
        }
    }
}
