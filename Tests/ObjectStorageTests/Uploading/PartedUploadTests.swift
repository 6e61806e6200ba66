import Synchronization
import Testing

@testable import ObjectStorage

@Suite struct PartedUploadTests {
    /// How many parts are on their way, in all stores that share it.
    private final class Traffic: Sendable {
        private let count = Mutex((now: 0, most: 0))
        /// Whether nothing arrives for the time being.
        let isHeld = Mutex(false)

        var now: Int { count.withLock { $0.now } }
        var most: Int { count.withLock { $0.most } }
        func begin() { count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func end() { count.withLock { $0.now -= 1 } }
    }

    /// A store that writes down what it is asked.
    private final class Notebook: PartTarget {
        struct Page: Sendable {
            var log: [String] = []
            var bytes: [Int: [UInt8]] = [:]
        }

        let page = Mutex(Page())
        let partSize: Int
        let lastPartPublishes: Bool
        let failing: Set<Int>
        let traffic: Traffic

        init(
            partSize: Int = 4, lastPartPublishes: Bool = false, failing: Set<Int> = [], traffic: Traffic = Traffic()
        ) {
            self.partSize = partSize
            self.lastPartPublishes = lastPartPublishes
            self.failing = failing
            self.traffic = traffic
        }

        var log: [String] { page.withLock { $0.log } }
        var content: [UInt8] { page.withLock { page in page.bytes.keys.sorted().flatMap { page.bytes[$0] ?? [] } } }

        private func note(_ line: String) { page.withLock { $0.log.append(line) } }

        func size(ofPart number: Int) -> Int { partSize }

        func put(_ bytes: [UInt8]) async throws(StoreError) {
            note("put")
            page.withLock { $0.bytes[1] = bytes }
        }

        func begin() async throws(StoreError) -> String {
            note("begin")
            return "id"
        }

        func send(_ part: UploadPart, of upload: String) async throws(StoreError) -> PartReceipt {
            traffic.begin()
            defer { traffic.end() }
            for _ in 0..<20 { await Task.yield() }
            while traffic.isHeld.withLock({ $0 }) { await Task.yield() }
            if failing.contains(part.number) { throw StoreError(.unavailable, "part \(part.number) fails") }
            page.withLock { $0.bytes[part.offset] = part.bytes }
            note("part \(part.number) at \(part.offset)\(part.isLast ? ", the last" : "")")
            return PartReceipt(number: part.number, tag: "tag \(part.number)")
        }

        func complete(_ upload: String, of parts: [PartReceipt], size: Int) async throws(StoreError) {
            note("complete \(parts.map(\.number)) of \(size)")
        }

        func abort(_ upload: String) async throws(StoreError) { note("abort") }
    }

    private static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 & 0xFF) } }

    @Test(arguments: [0, 1, 3, 4])
    func `what fits into a part is put at once`(count: Int) async throws {
        let target = Notebook()
        let upload = PartedUpload(to: target, PartAllowance(0))
        try await upload.write(Self.bytes(count))
        try await upload.seal()
        #expect(target.log == [])
        try await upload.publish()
        #expect(target.log == ["put"])
        #expect(target.content == Self.bytes(count))
    }

    @Test func `the rest goes out before the object is published`() async throws {
        let target = Notebook()
        let upload = PartedUpload(to: target, PartAllowance(0))
        for byte in Self.bytes(9) { try await upload.write([byte]) }
        try await upload.seal()
        #expect(target.log == ["begin", "part 1 at 0", "part 2 at 4", "part 3 at 8, the last"])
        try await upload.publish()
        #expect(target.log.last == "complete [1, 2, 3] of 9")
        #expect(target.content == Self.bytes(9))
    }

    @Test func `a part that would publish the object waits until it is published`() async throws {
        let target = Notebook(lastPartPublishes: true)
        let upload = PartedUpload(to: target, PartAllowance(0))
        try await upload.write(Self.bytes(8))
        try await upload.seal()
        #expect(!target.log.contains { $0.hasSuffix("the last") })
        try await upload.publish()
        #expect(target.log.contains("part 2 at 4, the last"))
        #expect(target.content == Self.bytes(8))
    }

    @Test(arguments: [0, 1, 4])
    func `one part is on the way, and as many more as are allowed`(allowed: Int) async throws {
        let target = Notebook()
        target.traffic.isHeld.withLock { $0 = true }
        let allowance = PartAllowance(allowed)
        let upload = PartedUpload(to: target, allowance)
        async let ending: Void = {
            try await upload.write(Self.bytes(100))
            try await upload.publish()
        }()
        while target.traffic.now <= allowed { await Task.yield() }
        for _ in 0..<500 { await Task.yield() }
        target.traffic.isHeld.withLock { $0 = false }
        try await ending
        #expect(target.traffic.most == allowed + 1)
        #expect(target.content == Self.bytes(100))
        #expect(allowance.left == allowed)
    }

    @Test func `uploads share what is allowed`() async throws {
        let allowance = PartAllowance(2)
        let traffic = Traffic()
        traffic.isHeld.withLock { $0 = true }
        let targets = (0..<3).map { _ in Notebook(traffic: traffic) }
        try await withThrowingTaskGroup { group in
            for target in targets {
                group.addTask {
                    let upload = PartedUpload(to: target, allowance)
                    try await upload.write(Self.bytes(100))
                    try await upload.publish()
                }
            }
            while traffic.now < 5 { await Task.yield() }
            for _ in 0..<500 { await Task.yield() }
            traffic.isHeld.withLock { $0 = false }
            try await group.waitForAll()
        }
        #expect(traffic.most == 5)
        for target in targets { #expect(target.content == Self.bytes(100)) }
        #expect(allowance.left == 2)
    }

    @Test func `an upload that is abandoned or dropped gives back what it was allowed`() async throws {
        let allowance = PartAllowance(1)
        let abandoned = PartedUpload(to: Notebook(), allowance)
        try await abandoned.write(Self.bytes(20))
        await abandoned.abandon()
        #expect(allowance.left == 1)
        try await PartedUpload(to: Notebook(), allowance).write(Self.bytes(20))
        #expect(allowance.left == 1)
    }

    @Test func `memory is kept for as many parts as may be on their way, until an upload is over`() async throws {
        let allowance = PartAllowance(2)
        let leave = allowance.take()
        for _ in 0..<3 { allowance.keep([UInt8](repeating: 0, count: 100)) }
        #expect(leave != nil)
        #expect(allowance.memory().capacity >= 100)
        #expect(allowance.memory().capacity == 0)
        allowance.keep([UInt8](repeating: 0, count: 100))
        await PartedUpload(to: Notebook(), allowance).abandon()
        #expect(allowance.memory().capacity == 0)
    }

    @Test func `a part that has arrived makes room for the next`() async throws {
        let target = Notebook()
        let allowance = PartAllowance(1)
        let upload = PartedUpload(to: target, allowance)
        var taken = 0
        for piece in 0..<10 {
            try await upload.write(Self.bytes(4))
            if allowance.left == 0 { taken += 1 }
            while target.content.count < 4 * piece { await Task.yield() }
            for _ in 0..<100 { await Task.yield() }
        }
        // It may be seen a little later than the store does.
        #expect(taken < 4)
        await upload.abandon()
    }

    @Test func `a part that fails ends the upload, and it is taken back once`() async throws {
        let target = Notebook(failing: [2])
        let upload = PartedUpload(to: target, PartAllowance(0))
        await #expect(throws: StoreError(.unavailable, "part 2 fails")) {
            try await upload.write(Self.bytes(100))
            try await upload.publish()
        }
        await upload.abandon()
        await upload.abandon()
        #expect(target.log.filter { $0 == "abort" }.count == 1)
        #expect(!target.log.contains { $0.hasPrefix("complete") })
    }

    @Test func `what was never begun is not taken back`() async throws {
        let target = Notebook()
        let upload = PartedUpload(to: target, PartAllowance(0))
        try await upload.write([1])
        await upload.abandon()
        #expect(target.log == [])
    }
}
