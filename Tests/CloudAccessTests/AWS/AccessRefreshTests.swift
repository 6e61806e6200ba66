import Dispatch
import Signing
import TestSupport
import Testing

@testable import CloudAccess

/// How credentials are kept and replaced, with an endpoint that numbers those it gives.
@Suite struct AccessRefreshTests {
    private let bench = AccessBench()

    private func endpoint(lifetime: Int64 = 3600, isUp: @escaping @Sendable (Int) -> Bool = { _ in true }) throws
        -> RecordingServer
    {
        try RecordingServer { [bench] _, number in
            guard isUp(number) else { return .init(status: "400 No") }
            let text = """
                {"AccessKeyId": "key-\(number)", "SecretAccessKey": "s", "Token": "t",
                 "Expiration": "\(bench.date(in: lifetime))"}
                """
            return .init(text: text)
        }
    }

    private func access(_ server: RecordingServer) -> AWSAccess {
        bench.access(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/")])
    }

    @Test func `fifty who ask at once make one request`() async throws {
        let server = try endpoint()
        let access = access(server)
        let found = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await access.credentials().accessKeyID } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found == ["key-0"])
        #expect(server.requests.count == 1)
    }

    @Test func `credentials are replaced before they expire, and used on when that fails`() async throws {
        let server = try endpoint { $0 != 1 }
        let access = access(server)
        #expect(try await access.credentials().accessKeyID == "key-0")
        bench.advance(seconds: 3299)
        #expect(try await access.credentials().accessKeyID == "key-0")
        #expect(server.requests.count == 1)
        bench.advance(seconds: 1)
        #expect(try await access.credentials().accessKeyID == "key-0")
        #expect(server.requests.count == 2)
        bench.advance(seconds: 30)
        #expect(try await access.credentials().accessKeyID == "key-2")
    }

    @Test func `expired credentials are not used when there are no others`() async throws {
        let server = try endpoint { $0 == 0 }
        let access = access(server)
        #expect(try await access.credentials().accessKeyID == "key-0")
        bench.advance(seconds: 3600)
        #expect(await access.failure()?.message == "\(server.url("/")) gave no credentials: HTTP 400")
        #expect(await access.failure() != nil)
        #expect(server.requests.count == 3)
    }

    @Test func `refused credentials are replaced at once`() async throws {
        let server = try endpoint()
        let access = access(server)
        let first = try await access.credentials()
        await access.rejected(first)
        #expect(try await access.credentials().accessKeyID == "key-1")
        // Somebody else who used the first ones says so later.
        await access.rejected(first)
        #expect(try await access.credentials().accessKeyID == "key-1")
        #expect(server.requests.count == 2)
    }

    @Test func `whoever is cancelled stops waiting, and the search goes on for others`() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                open.yield()
                _ = release.wait(timeout: .now() + 10)
                peer.answer(text: ContainerCredentialsTests.answer)
            }
        }
        let access = bench.access(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/")])
        let task = Task { await access.failure() }
        for await _ in gate { break }
        task.cancel()
        #expect(await task.value == AccessError(.unavailable, "the search for credentials was cancelled"))
        release.signal()
        #expect(try await access.credentials().accessKeyID == "AKID")
        #expect(server.connectionCount == 1)
    }
}
