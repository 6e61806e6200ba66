import CloudAccess
import DateTime
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import ObjectStorage

/// The server that the environment names does what every store does, and is as strict as S3.
@Suite(.enabled(if: S3Server.given != nil, "\(S3Server.absence)")) struct GivenS3Tests {
    private let server: S3Server

    init() throws {
        server = try #require(S3Server.given)
    }

    private func newStore(
        _ changes: [String: String] = [:], date: @escaping @Sendable () -> Timestamp = { .now() }
    ) async throws -> S3Store {
        let url = "s3://lake-\(UUID().uuidString.lowercased())/some prefix/"
        let plain = try #require(try ObjectStores.testing(server.environment()).store(at: url) as? S3Store)
        _ = try await plain.sender.answer(to: StoreRequest(.put, for: "make the bucket"))
        let environment = server.environment().merging(changes) { $1 }
        var store = try #require(try ObjectStores.testing(environment, date: date).store(at: url) as? S3Store)
        store.settings.pageSize = 10
        store.settings.partSize = 64 << 10
        return store
    }

    private func failure(_ store: S3Store) async -> StoreError? {
        do throws(StoreError) {
            _ = try await store.put("a", [1], as: .bytes, if: .isAbsent)
            return nil
        } catch {
            return error
        }
    }

    @Test func `it does what every store does`() async throws {
        try await StoreBehaviour(of: newStore(), partSize: 64 << 10, showsUnfinished: true).check()
    }

    @Test func `of many puts under one condition one takes place`() async throws {
        let store = try await newStore()
        for round in 0..<5 {
            let first = try await store.put("a", [UInt8(round)], as: .json, if: .always)
            let wins = await withTaskGroup(of: Bool.self) { tasks in
                for number in 0..<8 {
                    tasks.addTask {
                        let bytes = [UInt8(round), UInt8(number)]
                        return (try? await store.put("a", bytes, as: .json, if: .isUnchanged(first))) != nil
                    }
                }
                return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins == 1)
        }
    }

    @Test func `a clock that is 20 minutes off is corrected`() async throws {
        for minutes: Int64 in [-20, 20] {
            let store = try await newStore(date: {
                Timestamp(unixMilliseconds: Timestamp.now().unixMilliseconds + minutes * 60_000) ?? .now()
            })
            #expect(await failure(store) == nil)
        }
    }

    @Test func `a wrong secret and an unknown key are named`() async throws {
        let wrong = await failure(try await newStore(["AWS_SECRET_ACCESS_KEY": "wrong-wrong-wrong"]))
        #expect(wrong?.kind == .credentials)
        #expect(wrong?.message.contains("the secret access key is wrong: SignatureDoesNotMatch (403)") == true)
        let unknown = await failure(try await newStore(["AWS_ACCESS_KEY_ID": "AKIAUNKNOWNUNKNOWN00"]))
        #expect(unknown?.kind == .credentials)
        #expect(unknown?.message.contains("does not know the access key: InvalidAccessKeyId (403)") == true)
    }

    @Test func `a body that is not the one that was signed is refused`() async throws {
        let store = try await newStore()
        var request = store.request(.put, "a", to: "write", permission: "s3:PutObject")
        request.body = Array("what was signed".utf8)
        var message = try await store.dialect.request(request, at: .now())
        message.body = Array("what was sent!!".utf8)
        message.redirects.maximum = 0
        let answer = try await HTTPSession(HTTPSession.Options(userAgent: "tests")).response(to: message)
        #expect(answer.status == 400)
        #expect(try await store.head("a") == nil)
    }
}
